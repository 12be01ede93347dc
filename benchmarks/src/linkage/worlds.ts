import { evaluateProfiles } from "@sedge/linkage/evaluation";
import { linkRecords, type Linkage } from "@sedge/linkage/linkage";
import { recordTerms } from "@sedge/linkage/terms";
import { linkClear } from "@sedge/research/clear-arm";
import { type World, WORLDS } from "@sedge/research/population";

/** How well a generated world is linked. */
export interface WorldResult {
  readonly world: string;
  readonly records: number;
  /** Whether records of one input were never linked. */
  readonly isOncePerInput: boolean;
  readonly precision: number;
  readonly recall: number;
  readonly pairF1: number;
  readonly clearF1: number;
  readonly groupF1: number;
  readonly reliability: readonly Reliability[];
}

/** Of the linked pairs whose odds say so, how many are right. */
export interface Reliability {
  /** The least probability of the row's pairs. */
  readonly from: number;
  readonly pairs: number;
  /** Mean probability by the model, and the share that is right. */
  readonly expected: number;
  readonly right: number;
}

const BINS = [0, 0.1, 0.5, 0.9, 0.99, 0.999];

function reliability({ edges }: Linkage, truth: readonly number[]): Reliability[] {
  const rows = BINS.map((from) => ({ from, pairs: 0, expected: 0, right: 0 }));
  for (const [edge, a] of edges.a.entries()) {
    const chance = 1 / (1 + 2 ** -(edges.weight[edge] ?? 0));
    const row = rows.findLast(({ from }) => chance >= from);
    if (!row) continue;
    row.pairs++;
    row.expected += chance;
    if (truth[a] === truth[edges.b[edge] ?? 0]) row.right++;
  }
  return rows
    .filter(({ pairs }) => pairs > 0)
    .map(({ from, pairs, expected, right }) => ({ from, pairs, expected: expected / pairs, right: right / pairs }));
}

function linkWorld({ name, records, truth, inputs }: World, isOncePerInput: boolean): WorldResult {
  const options = isOncePerInput ? { oncePerSource: inputs } : {};
  const linkage = linkRecords(
    records.map((one) => recordTerms(one)),
    options,
  );
  const found = evaluateProfiles(linkage.profiles, truth);
  return {
    world: name,
    records: records.length,
    isOncePerInput,
    precision: found.pairPrecision ?? 0,
    recall: found.pairRecall ?? 0,
    pairF1: found.pairF1 ?? 0,
    clearF1: evaluateProfiles(linkClear(records, options).profiles, truth).pairF1 ?? 0,
    groupF1: found.groupF1 ?? 0,
    reliability: reliability(linkage, truth),
  };
}

/** Links all generated worlds; those of several inputs with and without once per input. */
export function linkWorlds(progress: (share: number) => void): WorldResult[] {
  return WORLDS.flatMap((make, at) => {
    const world = make();
    const ways = new Set(world.inputs).size > 1 ? [false, true] : [false];
    const results = ways.map((isOncePerInput) => linkWorld(world, isOncePerInput));
    progress((at + 1) / WORLDS.length);
    return results;
  });
}
