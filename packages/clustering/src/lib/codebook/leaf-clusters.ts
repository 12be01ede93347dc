import type { ClusterAlgorithm } from "@sedge/protocol";
import { dbscan, naturalRadius } from "../density/dbscan.ts";
import { hdbscan, densityValidity } from "../density/hdbscan.ts";
import { NO_CLUSTER, type WeightedCells } from "../density/weighted-cells.ts";
import { kMeans } from "../k-means/k-means.ts";
import { nearestIndex, type Point, explained } from "./geometry.ts";
import type { GrownLeaf } from "./grown-leaves.ts";
import type { CellEstimate } from "./cell-estimate.ts";
import type { NextCodebookOptions } from "./next-codebook-options.ts";
import { seededRandom } from "../random/seeded-random.ts";

export interface ClusteringOptions {
  readonly algorithm: ClusterAlgorithm;
  /** Most clusters. */
  readonly clusters: number;
  /** Centres of the last generation's clusters, where k-means begins too. */
  readonly start: readonly Point[];
  /** For each feature whether distances count it. */
  readonly counted: readonly boolean[];
  readonly minPeople: number;
  readonly countStdDev: number;
  readonly random: () => number;
}

export interface LeafClusters {
  readonly algorithm: Exclude<ClusterAlgorithm, "auto">;
  /** Number of each leaf's cluster, from 0 without gaps. */
  readonly labels: readonly number[];
}

/** Runs of k-means from new seeds. */
const RESTARTS = 20;
/**
 * The result of k-means started at the last clusters is kept unless another has less than this share of its inertia.
 */
const STICKY = 0.9;
/**
 * For `auto` to select density clusters: the share of people that they must contain, and by how much their validity
 * must be higher.
 */
const COVERED = 0.8;
const CLEARLY_MORE_VALID = 0.1;

/**
 * Groups the leaves in clusters. `auto` uses k-means, unless HDBSCAN finds two or more clusters that contain most
 * people and match the density clearly better (DBCV of the noisy cells, a score without privacy cost). A leaf in no
 * density cluster joins the cluster of its nearest clustered leaf. If density finds fewer than two separate clusters,
 * k-means is used.
 */
export function leafClusters(leaves: readonly GrownLeaf[], options: ClusteringOptions): LeafClusters {
  const { algorithm, minPeople, counted, countStdDev } = options;
  const cells: WeightedCells = {
    points: leaves.map(({ mean }) => mean.filter((_, i) => counted[i])),
    weights: leaves.map(({ count }) => count),
    weightStdDev: countStdDev,
    spreads: leaves.map(({ spread }) => spread ?? 0),
  };
  const byMeans = (): LeafClusters => ({ algorithm: "kmeans", labels: kMeansLabels(cells, options) });
  if (algorithm === "kmeans") return byMeans();
  const found = algorithm === "dbscan" ? dbscanLabels(cells, minPeople) : hdbscanLabels(cells, options);
  if (new Set(found.filter((label) => label !== NO_CLUSTER)).size < 2) return byMeans();
  const byDensity: LeafClusters = {
    algorithm: algorithm === "dbscan" ? "dbscan" : "hdbscan",
    labels: everyone(cells, found),
  };
  const valid = densityValidity(cells, found, minPeople);
  if (algorithm !== "auto") return valid > 0 ? byDensity : byMeans();
  const means = byMeans();
  const held = cells.weights.reduce((sum, weight, i) => sum + (found[i] === NO_CLUSTER ? 0 : weight), 0);
  const all = cells.weights.reduce((sum, weight) => sum + weight, 0);
  const isClear = valid > Math.max(0, densityValidity(cells, means.labels, minPeople)) + CLEARLY_MORE_VALID;
  return isClear && held >= COVERED * all ? byDensity : means;
}

function dbscanLabels(cells: WeightedCells, minPeople: number): number[] {
  const radius = naturalRadius(cells, minPeople);
  return radius === undefined ? cells.points.map(() => NO_CLUSTER) : dbscan(cells, { radius, minWeight: minPeople });
}

function hdbscanLabels(cells: WeightedCells, { minPeople, clusters }: ClusteringOptions): number[] {
  const people = cells.weights.reduce((sum, weight) => sum + weight, 0);
  return hdbscan(cells, { minWeight: minPeople, minClusterWeight: Math.max(minPeople, people / (4 * clusters)) });
}

function everyone({ points }: WeightedCells, labels: readonly number[]): number[] {
  const inside = labels.flatMap((label, i) => (label === NO_CLUSTER ? [] : [i]));
  const places = inside.map((i) => points[i]!);
  return withoutGaps(
    labels.map((label, i) => (label === NO_CLUSTER ? labels[inside[nearestIndex(points[i]!, places)]!]! : label)),
  );
}

/** As many clusters as asked, or fewer, so that each has at least `minPeople` people. */
function kMeansLabels({ points, weights }: WeightedCells, options: ClusteringOptions): number[] {
  const d = points[0]?.length ?? 0;
  const places = { d, coordinates: Float64Array.from(points.flat()), weights: Float64Array.from(weights) };
  const start = options.start.map((centre) => centre.filter((_, i) => options.counted[i]));
  for (let k = Math.min(options.clusters, points.length); k > 1; k--) {
    const fresh = kMeans(places, k, options.random, { restarts: RESTARTS });
    const centres = { d, coordinates: Float64Array.from(start.flat()) };
    const held = start.length === k ? kMeans(places, k, options.random, { restarts: 0, start: centres }) : undefined;
    const best = held && held.inertia * STICKY <= fresh.inertia ? held : fresh;
    const labels = withoutGaps([...best.labels]);
    const people = peopleOf(labels, weights);
    if (Math.min(...people) >= options.minPeople) return labels;
  }
  return points.map(() => 0);
}

function peopleOf(labels: readonly number[], weights: readonly number[]): number[] {
  const people = Array.from({ length: Math.max(...labels) + 1 }, () => 0);
  labels.forEach((label, i) => (people[label]! += weights[i]!));
  return people;
}

/** The same partition, numbered from 0 in the order of first appearance. */
function withoutGaps(labels: readonly number[]): number[] {
  const names = [...new Set(labels)];
  return labels.map((label) => names.indexOf(label));
}

/** The last clusters stay unless new ones explain so much more of the variance. */
const WORTH_A_CHANGE = 0.01;

/** New clusters where they are worth it, else those that the leaves were in, whose numbers follow the last generation's. */
export function stickyClusters(
  leaves: readonly GrownLeaf[],
  estimates: readonly CellEstimate[],
  heirs: readonly number[],
  options: NextCodebookOptions,
): LeafClusters {
  const { codebook, round, algorithm, minPeople, sensitiveFeatures = [] } = options;
  const most = options.clusters ?? codebook.clusters.length;
  const found = leafClusters(leaves, {
    algorithm,
    clusters: most,
    start: codebook.clusters.map(({ centroid }) => centroid),
    counted: codebook.features.map((feature) => !sensitiveFeatures.includes(feature)),
    minPeople,
    countStdDev: round.countStdDev,
    random: seededRandom(options.seed ?? codebook.generation + 1),
  });
  if (found.algorithm !== "kmeans" || sensitiveFeatures.length > 0) return found;
  const names = [...new Set(leaves.map(({ before }) => before.cluster))];
  const peopleIn = (id: string) =>
    leaves.reduce((sum, { before, count }) => sum + (before.cluster === id ? count : 0), 0);
  const labels = leaves.map(({ before }) => names.indexOf(before.cluster));
  const masses = estimates.map(({ mean, count }) => ({ point: mean, weight: count }));
  const gain =
    explained(
      masses,
      heirs.map((leaf) => found.labels[leaf]),
    ) -
    explained(
      masses,
      heirs.map((leaf) => labels[leaf]),
    );
  const mayStay = names.length === Math.min(most, leaves.length) && names.every((id) => peopleIn(id) >= minPeople);
  return mayStay && gain < WORTH_A_CHANGE ? { algorithm: "kmeans", labels } : found;
}
