import { clusterNames } from "@sedge/clustering/card";
import { Codebook } from "@sedge/protocol";
import * as v from "valibot";
import { growTree, type TreeCell, type TreeShape } from "./cell-tree.ts";
import { kMeans, meanOf, type Weighted } from "./k-means.ts";
import { randomFrom } from "./random.ts";
import { settledTree } from "./settled-tree.ts";

/** How a prior codebook is made. */
export interface CodebookPlan {
  readonly featureSchema: string;
  readonly features: readonly string[];
  readonly shape: TreeShape;
  readonly clusters: number;
  readonly seed: number;
}

const rounded = (x: number) => Math.round(x * 10_000) / 10_000;

/** The codebook of people as points. */
export function codebookOf(points: readonly Weighted[], plan: CodebookPlan): Codebook {
  const random = randomFrom(plan.seed);
  const cells = settledTree(growTree(points, plan.shape, random), points, plan.shape.minWeight);
  const leaves = cells.filter(({ leaf }) => leaf);
  const { labels } = kMeans(
    leaves.map(({ centroid, count }) => ({ point: centroid, weight: count })),
    plan.clusters,
    random,
    50,
  );
  return v.parse(Codebook, describe(plan, cells, new Map(leaves.map(({ path }, index) => [path, labels[index] ?? 0]))));
}

function describe(plan: CodebookPlan, cells: readonly TreeCell[], labelOf: ReadonlyMap<string, number>) {
  const leaves = cells.filter(({ leaf }) => leaf);
  const members = [...new Set(labelOf.values())]
    .map((label) => leaves.filter(({ path }) => labelOf.get(path) === label))
    .map((group) => ({
      paths: new Set(group.map(({ path }) => path)),
      count: group.reduce((sum, { count }) => sum + count, 0),
      centroid: meanOf(group.map(({ centroid, count }) => ({ point: centroid, weight: count }))) ?? [],
    }))
    .toSorted((a, b) => (a.centroid[0] ?? 0) - (b.centroid[0] ?? 0));
  const names = clusterNames(
    members.map(({ centroid }) => Object.fromEntries(plan.features.map((name, index) => [name, centroid[index] ?? 0]))),
  );
  return {
    generation: 0,
    source: "prior",
    featureSchema: plan.featureSchema,
    features: [...plan.features],
    cells: cells.map(({ path, centroid, count }) => {
      const below = leaves.filter((leaf) => leaf.path === path || path === "" || leaf.path.startsWith(`${path}.`));
      const shares = members.map(({ paths }) =>
        below.reduce((sum, leaf) => sum + (paths.has(leaf.path) ? leaf.count : 0), 0),
      );
      const most = Math.max(...shares);
      return {
        path,
        centroid: centroid.map(rounded),
        count,
        cluster: `c${shares.indexOf(most) + 1}`,
        confidence: rounded(most / count),
      };
    }),
    clusters: members.map(({ centroid, count }, index) => ({
      id: `c${index + 1}`,
      name: names[index] ?? "",
      centroid: centroid.map(rounded),
      count,
    })),
  };
}
