import { kMeans } from "@sedge/clustering/k-means";
import { randomFrom } from "@sedge/models/random";
import { Codebook } from "@sedge/protocol";
import * as v from "valibot";

export interface NeutralPlan {
  readonly featureSchema: string;
  readonly features: readonly string[];
  readonly cells: number;
  readonly clusters: number;
}

/**
 * A first codebook without data: cells of random points with equal weight. The shipped prior cannot be used, because it was
 * made from the same visits that are learnt from privately here.
 */
export function neutralCodebook(points: readonly (readonly number[])[], plan: NeutralPlan): Codebook {
  const random = randomFrom(1);
  const d = plan.features.length;
  const found = kMeans({ d, coordinates: Float64Array.from(points.flat()) }, plan.cells, random, { restarts: 3 });
  const rows = (coordinates: Float64Array) =>
    Array.from({ length: coordinates.length / d }, (_, i) =>
      [...coordinates.subarray(i * d, (i + 1) * d)].map((x) => Math.round(x * 10_000) / 10_000),
    );
  const leaves = rows(found.centres.coordinates);
  const groups = kMeans(found.centres, plan.clusters, random, { restarts: 10 });
  const centres = rows(groups.centres.coordinates);
  const nobody = { count: 0, confidence: 0 };
  return v.parse(Codebook, {
    generation: 0,
    source: "prior",
    featureSchema: plan.featureSchema,
    features: plan.features,
    cells: [
      {
        path: "",
        centroid: plan.features.map((_, i) => mean(leaves.map((leaf) => leaf[i]!))),
        cluster: "c1",
        ...nobody,
      },
      ...leaves.map((centroid, i) => ({ path: `${i}`, centroid, cluster: `c${groups.labels[i]! + 1}`, ...nobody })),
    ],
    clusters: centres.map((centroid, i) => ({ id: `c${i + 1}`, name: `empty ${i + 1}`, centroid, count: 0 })),
  });
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
