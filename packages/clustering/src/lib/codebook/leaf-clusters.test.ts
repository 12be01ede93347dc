import type { Cell } from "@sedge/protocol";
import { describe, expect, test } from "vitest";
import { seededRandom } from "../random/seeded-random.ts";
import type { GrownLeaf } from "./grown-leaves.ts";
import { type ClusteringOptions, leafClusters } from "./leaf-clusters.ts";

const leaf = (x: number, y: number, count: number): GrownLeaf => ({
  path: "",
  centre: [x, y],
  mean: [x, y],
  count,
  spread: 0.001,
  before: {} as Cell,
});
const options: ClusteringOptions = {
  algorithm: "kmeans",
  clusters: 2,
  start: [],
  counted: [true, true],
  minPeople: 50,
  countStdDev: 1,
  random: seededRandom(11),
};
/** Two groups of two leaves, far apart. The second group has `second` people. */
const pair = (second: number) => [
  leaf(0.1, 0.1, 200),
  leaf(0.12, 0.1, 30),
  leaf(0.9, 0.9, 30),
  leaf(0.88, 0.9, second - 30),
];

describe("k-means clusters", () => {
  test("have at least k people: one of exactly k is a cluster, one of fewer joins the others", () => {
    expect(leafClusters(pair(50), options).labels).toEqual([0, 0, 1, 1]);
    expect(leafClusters(pair(49), options).labels).toEqual([0, 0, 0, 0]);
  });

  test("are as many as asked, and fewer where that leaves each with k people", () => {
    const leaves = [...pair(100), leaf(0.1, 0.8, 49)];
    expect(leafClusters(leaves, { ...options, clusters: 3 }).labels).toEqual([0, 0, 1, 1, 0]);
    const heavy = [...pair(100), leaf(0.1, 0.8, 50)];
    expect(leafClusters(heavy, { ...options, clusters: 3 }).labels).toEqual([0, 0, 1, 1, 2]);
  });
});

describe("density clusters", () => {
  /** Two blocks of nine leaves, far apart, and a leaf between them that is in neither. */
  const block = (x: number, y: number, count: number) =>
    Array.from({ length: 9 }, (_, i) => leaf(x + (i % 3) * 0.02, y + Math.floor(i / 3) * 0.02, count));
  const leaves = [...block(0.1, 0.1, 40), ...block(0.8, 0.8, 40), leaf(0.4, 0.4, 5)];

  test.each(["dbscan", "hdbscan"] as const)(
    "%s gives a leaf in none to the cluster of the nearest leaf",
    (algorithm) => {
      const found = leafClusters(leaves, { ...options, algorithm });
      expect(found.algorithm).toBe(algorithm);
      expect(found.labels).toEqual([...Array(9).fill(0), ...Array(9).fill(1), 0]);
    },
  );

  test("k-means serves where density finds fewer than two clusters", () => {
    expect(leafClusters(block(0.1, 0.1, 40), { ...options, algorithm: "dbscan" }).algorithm).toBe("kmeans");
  });
});
