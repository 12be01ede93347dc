import { evaluateProfiles } from "@sedge/linkage/evaluation";

/** Results of a run, as in `--json`. Shares are 0 to 1, and null without true entities. */
export interface ResolveFigures {
  /** Pairwise precision: of the record pairs in one profile, the share of one entity. */
  readonly pairPrecision: number | null;
  /** Pairwise recall: of the record pairs of one entity, the share in one profile. */
  readonly pairRecall: number | null;
  readonly pairF1: number | null;
  /** B³: precision and recall of each record within its profile and entity, averaged over records. */
  readonly b3F1: number | null;
  /** Of the profiles, the share that equal an entity; of the entities, the share that equal a profile. */
  readonly groupF1: number | null;
  /** Of the profiles with two or more records, the share with records of several entities. */
  readonly falseMergeRate: number | null;
  readonly records: number;
  /** From the first byte read to the last one written. */
  readonly seconds: number;
}

/**
 * Compares profiles with true entities, across all inputs.
 *
 * @param profiles - The profile of each record.
 * @param truths - The entity of each record; empty if unknown.
 */
export function resolveFigures(
  profiles: readonly number[],
  truths: readonly string[],
  seconds: number,
): ResolveFigures {
  const isKnown = truths.length > 0;
  const { pairPrecision, pairRecall, pairF1, b3F1, groupF1, falseMergeRate } = evaluateProfiles(
    isKnown ? profiles : [],
    truths,
  );
  const shares = { pairPrecision, pairRecall, pairF1, b3F1, groupF1, falseMergeRate };
  const none = { pairPrecision: null, pairRecall: null, pairF1: null, b3F1: null, groupF1: null, falseMergeRate: null };
  return { ...(isKnown ? shares : none), records: profiles.length, seconds };
}

/** More digits than any figure supports. */
const shortened = (_key: string, value: unknown) =>
  typeof value === "number" && !Number.isInteger(value) ? Number(value.toPrecision(6)) : value;

/** The figures as one line, for programs. */
export function figuresJson(figures: ResolveFigures): string {
  return JSON.stringify(figures, shortened);
}

/** The figures with their names, for people; none without true entities. */
export function figureLines(figures: ResolveFigures): string[] {
  const named: [string, number | null][] = [
    ["pairs: precision", figures.pairPrecision],
    ["pairs: recall", figures.pairRecall],
    ["pairs: F1", figures.pairF1],
    ["B³ F1", figures.b3F1],
    ["exact groups: F1", figures.groupF1],
    ["false-merge rate", figures.falseMergeRate],
  ];
  return named.flatMap(([name, value]) =>
    value === null ? [] : [`${name.padEnd(20)} ${value.toFixed(4).padStart(8)}`],
  );
}
