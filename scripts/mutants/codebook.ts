import { area } from "./mutant.ts";

const CODEBOOK = "packages/clustering/src/lib/codebook";
const LEAVES = `${CODEBOOK}/grown-leaves.ts`;
const CLUSTERS = `${CODEBOOK}/leaf-clusters.ts`;

export const codebook = area("codebook", [
  {
    id: "part-of-k-is-not-split",
    promise: "A part is a leaf from exactly k people and three deviations on.",
    file: LEAVES,
    find: "count - SURE * countStdDev >= minPeople",
    replace: "count - SURE * countStdDev > minPeople",
    killedBy: [`${CODEBOOK}/grown-leaves.test.ts`],
  },
  {
    id: "leaf-of-k-is-pruned",
    promise: "A leaf of exactly k people stays.",
    file: LEAVES,
    find: "leaf.count < minPeople && !isDoubtful(leaf)",
    replace: "leaf.count <= minPeople && !isDoubtful(leaf)",
    killedBy: [`${CODEBOOK}/grown-leaves.test.ts`],
  },
  {
    id: "light-leaf-stays",
    promise: "A leaf of fewer than k people goes.",
    file: LEAVES,
    find: "leaf.count < minPeople && !isDoubtful(leaf)",
    replace: "leaf.count < minPeople - 1 && !isDoubtful(leaf)",
    killedBy: [`${CODEBOOK}/grown-leaves.test.ts`],
  },
  {
    id: "leaf-of-k-before-is-not-doubted",
    promise: "A leaf that had exactly k people before is not pruned for noise.",
    file: LEAVES,
    find: "before.count >= minPeople &&",
    replace: "before.count > minPeople &&",
    killedBy: [`${CODEBOOK}/grown-leaves.test.ts`],
  },
  {
    id: "surely-light-leaf-stays",
    promise: "A leaf that is three deviations below k goes at once.",
    file: LEAVES,
    find: "count + SURE * countStdDev >= minPeople",
    replace: "count + SURE * countStdDev >= minPeople - 1",
    killedBy: [`${CODEBOOK}/grown-leaves.test.ts`],
  },
  {
    id: "doubt-ends-before-three-deviations",
    promise: "A leaf that is exactly three deviations below k stays once.",
    file: LEAVES,
    find: "count + SURE * countStdDev >= minPeople",
    replace: "count + SURE * countStdDev > minPeople",
    killedBy: [`${CODEBOOK}/grown-leaves.test.ts`],
  },
  {
    id: "cluster-of-k-is-refused",
    promise: "A cluster of exactly k people is published.",
    file: CLUSTERS,
    find: "Math.min(...people) >= options.minPeople",
    replace: "Math.min(...people) > options.minPeople",
    killedBy: [`${CODEBOOK}/leaf-clusters.test.ts`],
  },
  {
    id: "cluster-below-k",
    promise: "No cluster has fewer than k people.",
    file: CLUSTERS,
    find: "Math.min(...people) >= options.minPeople",
    replace: "Math.min(...people) >= options.minPeople - 1",
    killedBy: [`${CODEBOOK}/leaf-clusters.test.ts`],
  },
]);
