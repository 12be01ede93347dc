import { evaluateProfiles } from "@sedge/linkage/evaluation";

/** What a run came to, as `--json` prints it. The shares are 0 to 1, and null without right answers. */
export interface ResolveFigures {
  /** Of the pairs of records in one profile: those that are one person's. */
  readonly pairPrecision: number | null;
  /** Of the pairs that are one person's: those in one profile. */
  readonly pairRecall: number | null;
  readonly pairF1: number | null;
  /** B³: the same of each record among those of its profile and its person, in the mean over records. */
  readonly b3F1: number | null;
  /** Of profiles that are exactly a person, and of persons that are exactly a profile. */
  readonly groupF1: number | null;
  /** Of the profiles of two records or more: those that hold records of several people. */
  readonly falseMergeRate: number | null;
  readonly records: number;
  /** From the first byte read to the last one written. */
  readonly seconds: number;
}

/**
 * Measures profiles against right answers, across all inputs.
 *
 * @param profiles - By record: its profile.
 * @param truths - By record: its person; empty where that is not known.
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

/** Six digits are more than any of the figures bears. */
const shortened = (_key: string, value: unknown) =>
  typeof value === "number" && !Number.isInteger(value) ? Number(value.toPrecision(6)) : value;

/** The figures on one line, for programs. */
export function figuresJson(figures: ResolveFigures): string {
  return JSON.stringify(figures, shortened);
}

/** The figures by name, as people read them; without right answers there are none. */
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
