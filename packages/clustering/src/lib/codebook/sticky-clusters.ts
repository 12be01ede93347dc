import type { CellEstimate } from "./cell-estimate.ts";
import { explained } from "./explained.ts";
import type { GrownLeaf } from "./grown-leaves.ts";
import { leafClusters, type LeafClusters } from "./leaf-clusters.ts";
import type { NextCodebookOptions } from "./next-codebook-options.ts";
import { seededRandom } from "../random/seeded-random.ts";

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
