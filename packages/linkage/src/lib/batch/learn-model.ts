import { emptyLikeness } from "../scoring/compare.ts";
import { DEFAULT_MODEL } from "../scoring/default-model.ts";
import { estimateFromTallies, type Fit } from "../scoring/estimate-model.ts";
import { LikenessTally } from "../scoring/likeness-tally.ts";
import type { LinkageModel } from "../scoring/linkage-model.ts";
import type { BlockIndex } from "./block-index.ts";
import { forEachCandidate } from "./candidate-pairs.ts";
import type { Comparer } from "./comparer.ts";

/** Most blocked pairs that the model is learnt from: more change nothing but the time. */
const MAX_BLOCKED = 1_000_000;
/**
 * Pairs of any two records that are looked at: all of them up to so many, else so many at random. What two strangers share by
 * chance is rare and has to be seen, and of few records a sample would depend on the order in which they came.
 */
const MAX_ANY = 1_000_000;

/** A fixed sequence (Numerical Recipes' linear congruence), so that a run can be repeated. The chance needs no secret. */
function sequence(): (below: number) => number {
  let state = 1;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 0x100000000) * below);
  };
}

/** Every pair of `records` records, or as many random ones as are looked at; of these a few are a record with itself. */
function* anyPairs(records: number): Generator<[number, number]> {
  if ((records * (records - 1)) / 2 <= MAX_ANY) {
    for (let a = 0; a < records; a++) for (let b = a + 1; b < records; b++) yield [a, b];
    return;
  }
  const next = sequence();
  for (let drawn = 0; drawn < MAX_ANY; drawn++) yield [next(records), next(records)];
}

/** Learns a model from the records themselves: a sample of the blocked pairs, and random ones. */
export function learnModel(
  index: BlockIndex,
  comparer: Comparer,
  mayMatch: (a: number, b: number) => boolean,
  start: LinkageModel = DEFAULT_MODEL,
): Fit & { readonly comparedPairs: number } {
  const records = index.blocksFrom.length - 1;
  let comparedPairs = 0;
  forEachCandidate(index, (a, b) => {
    if (mayMatch(a, b)) comparedPairs++;
  });
  const stride = Math.ceil(comparedPairs / MAX_BLOCKED);
  const likeness = emptyLikeness();
  const [blocked, random] = [new LikenessTally(), new LikenessTally()];
  let pair = 0;
  forEachCandidate(index, (a, b) => {
    if (!mayMatch(a, b) || pair++ % stride !== 0) return;
    comparer.compare(a, b, likeness);
    blocked.add(likeness.levels);
  });
  let [looked, unblocked] = [0, 0];
  for (const [a, b] of anyPairs(records)) {
    looked++;
    if (a === b || !mayMatch(a, b)) {
      unblocked++;
      continue;
    }
    comparer.compare(a, b, likeness);
    random.add(likeness.levels);
  }
  const allPairs = ((records * (records - 1)) / 2) * (1 - unblocked / Math.max(1, looked));
  const fit = estimateFromTallies({ blocked, random, allPairs, blockedPairs: comparedPairs }, start);
  return { ...fit, comparedPairs };
}
