import { emptyLikeness } from "../scoring/compare.ts";
import type { FitSign } from "../scoring/fit-sign.ts";
import type { LinkageModel } from "../scoring/linkage-model.ts";
import { emptyEvidence, relate } from "../scoring/relation.ts";
import { weightsOf } from "../scoring/weights.ts";
import type { BlockIndex } from "./block-index.ts";
import { forEachCandidate } from "./candidate-pairs.ts";
import type { Comparer } from "./comparer.ts";
import { clusterComponents } from "./cluster-components.ts";
import { Components } from "./components.ts";
import { GrowingList } from "./growing-list.ts";
import { learnModel } from "./learn-model.ts";
import type { Linkage, LinkageOptions, LinkageProgress } from "./linkage-options.ts";
import { memberships } from "./membership.ts";

const integers = (length: number): Int32Array => new Int32Array(length);
const floats = (length: number): Float32Array => new Float32Array(length);

/** The weight of a pair, log2 odds. */
function scorer(comparer: Comparer, model: LinkageModel, records: number): (a: number, b: number) => number {
  const weights = weightsOf(model);
  const [likeness, evidence] = [emptyLikeness(), emptyEvidence()];
  return (a, b) => {
    comparer.compare(a, b, likeness);
    return relate(weights, likeness, comparer.countOf, records, evidence);
  };
}

/**
 * Learns, scores and clusters the records of `index`. Scores are made twice rather than stored: most pairs are between
 * components, and only those within one can matter.
 */
export function linkCandidates(
  index: BlockIndex,
  comparer: Comparer,
  { oncePerSource, model: start }: LinkageOptions,
  progress: LinkageProgress,
): Linkage {
  const records = index.blocksFrom.length - 1;
  const mayMatch = (a: number, b: number): boolean => !oncePerSource || oncePerSource[a] !== oncePerSource[b];
  progress("learn", 0);
  const { model, signs, comparedPairs } = learnModel(index, comparer, mayMatch, start);

  const score = scorer(comparer, model, records);
  const components = new Components(records);
  forEachCandidate(
    index,
    (a, b) => {
      if (mayMatch(a, b) && score(a, b) > model.linkWeight) components.connect(a, b);
    },
    (done) => progress("score", (0.8 * done) / records),
  );
  const inside = { a: new GrowingList(integers), b: new GrowingList(integers), weight: new GrowingList(floats) };
  forEachCandidate(
    index,
    (a, b) => {
      if (components.of(a) !== components.of(b) || !mayMatch(a, b)) return;
      inside.a.push(a);
      inside.b.push(b);
      inside.weight.push(score(a, b) - model.linkWeight);
    },
    (done) => progress("score", 0.8 + (0.2 * done) / records),
  );
  const edges = { a: inside.a.view(), b: inside.b.view(), weight: inside.weight.view() };
  const profiles = clusterComponents(records, components, edges, oncePerSource, progress);
  return {
    records,
    profiles,
    confidence: memberships(records, profiles, edges),
    edges,
    model,
    signs: [...signs, ...largeProfiles(profiles)],
    comparedPairs,
  };
}

/** Records of a profile beyond which it is more likely that something went wrong. */
const MOST_RECORDS = 100;

function largeProfiles(profiles: Int32Array): FitSign[] {
  const sizes = new Map<number, number>();
  for (const profile of profiles) sizes.set(profile, (sizes.get(profile) ?? 0) + 1);
  const records = [...sizes.values()].reduce((most, size) => Math.max(most, size), 0);
  return records > MOST_RECORDS ? [{ sign: "profile", records }] : [];
}
