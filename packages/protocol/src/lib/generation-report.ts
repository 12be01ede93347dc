import * as v from "valibot";
import { ClusterCard } from "./cluster-card.ts";
import { ClusterId } from "./codebook.ts";
import { Generation } from "./codeword.ts";
import { MAX_CLUSTERS } from "./limits.ts";

const finite = v.pipe(v.number(), v.finite());
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const ids = v.pipe(v.array(ClusterId), v.maxLength(MAX_CLUSTERS));

/** How cells become clusters. `auto` chooses between k-means and HDBSCAN by a score of the noisy cells. */
export const CLUSTER_ALGORITHMS = ["auto", "kmeans", "dbscan", "hdbscan"] as const;
export const ClusterAlgorithm = v.picklist(CLUSTER_ALGORITHMS);
export type ClusterAlgorithm = v.InferOutput<typeof ClusterAlgorithm>;

/** Changes of the clusters since the last generation. */
export const ClusterChanges = v.object({
  /** IDs that continue. */
  kept: ids,
  /** New ids; never one that was used before. */
  births: ids,
  /** Ids that are no more. */
  deaths: ids,
  /** Where most people of several clusters were one cluster's before. */
  splits: v.array(v.object({ from: ClusterId, into: ids })),
  /** Where most people of several clusters are now in one. */
  merges: v.array(v.object({ from: ids, into: ClusterId })),
  /** Share of people whose cell has another cluster id than before, 0 to 1. */
  movedShare: v.pipe(finite, v.minValue(0), v.maxValue(1)),
});
export type ClusterChanges = v.InferOutput<typeof ClusterChanges>;

/** Whether people live in other cells than in the round before, beyond what chance and the noise explain. */
export const Drift = v.object({
  /** Squared differences of the cells' shares, each in units of what chance and noise make; near `degrees` without drift. */
  statistic: v.pipe(finite, v.minValue(0)),
  degrees: count,
  /** Chance of such a statistic without drift, 0 to 1. */
  pValue: v.pipe(finite, v.minValue(0), v.maxValue(1)),
  /** Share of people who would have to move to another cell, noise and chance taken off; 0 to 1. */
  shift: v.pipe(finite, v.minValue(0), v.maxValue(1)),
  significant: v.boolean(),
});
export type Drift = v.InferOutput<typeof Drift>;

/** How a generation was made and what is new in it. Public, with its codebook. */
export const GenerationReport = v.object({
  generation: Generation,
  /** Votes that were counted. */
  people: count,
  /** Standard deviation of the noise in each published count, in people. */
  countStdDev: v.pipe(finite, v.minValue(0)),
  /** What made the clusters. */
  algorithm: v.picklist(["kmeans", "dbscan", "hdbscan"]),
  cards: v.pipe(v.array(ClusterCard), v.maxLength(MAX_CLUSTERS)),
  changes: ClusterChanges,
  /** Null where the round before asked something else, so that the two do not compare. */
  drift: v.nullable(Drift),
  quality: v.object({
    /** Share of the variance between cells that is between clusters, 0 to 1, without noise. */
    explained: v.pipe(finite, v.minValue(0), v.maxValue(1)),
    /** The same of the last generation's clusters, on this round's people. */
    lastExplained: v.pipe(finite, v.minValue(0), v.maxValue(1)),
  }),
  /** Highest number that a cluster id of this site ever had; the next birth takes the one above. */
  highestId: count,
  /** What the next round does: `explore` tries to split heavy cells, `watch` asks the same again, so that drift shows. */
  next: v.picklist(["explore", "watch"]),
  /** Whether the next round is to open at once, as the population has moved. */
  openNext: v.boolean(),
});
export type GenerationReport = v.InferOutput<typeof GenerationReport>;
