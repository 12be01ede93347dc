import { type Random, shuffled } from "../random.ts";
import type { Bins } from "./bins.ts";

/** A binary tree over binned features, in arrays by node. A leaf has `left` -1. */
export interface Tree {
  readonly feature: number[];
  /** Rows whose bin is at most this go left. */
  readonly bin: number[];
  readonly left: number[];
  readonly right: number[];
  readonly value: number[];
}

export interface TreePlan {
  readonly leaves: number;
  /** Least sum of second derivatives, and least rows, that a leaf stands for. */
  readonly minHessian: number;
  readonly minRows: number;
  readonly ridge: number;
  /** Share of the features that a tree may use. */
  readonly featureShare: number;
}

interface Leaf {
  readonly node: number;
  readonly rows: Int32Array;
  /** For each bin of each feature: sums of first and second derivatives, and rows. */
  readonly sums: Float64Array;
  readonly split: Split | undefined;
}

interface Split {
  readonly feature: number;
  readonly bin: number;
  readonly gain: number;
}

/** Histograms have this many numbers a bin. */
const STRIDE = 3;

/**
 * Grows one tree for the second-order expansion of a loss (Friedman 2001; Chen and Guestrin 2016), the leaf with the
 * greatest gain first, from histograms.
 */
export function growTree(
  bins: Bins,
  first: Float64Array,
  second: Float64Array,
  rows: Int32Array,
  plan: TreePlan,
  random: Random,
): Tree {
  const features = shuffled([...bins.edges.keys()], random).slice(0, Math.ceil(plan.featureShare * bins.edges.length));
  const tree: Tree = { feature: [], bin: [], left: [], right: [], value: [] };
  const leafAt = (members: Int32Array, sums: Float64Array): Leaf => {
    const node = tree.value.length;
    const [g, h] = totalsOf(first, second, members);
    tree.feature.push(0);
    tree.bin.push(0);
    tree.left.push(-1);
    tree.right.push(-1);
    tree.value.push(-g / (h + plan.ridge));
    return { node, rows: members, sums, split: bestSplit(bins, features, sums, [g, h, members.length], plan) };
  };
  const leaves = [leafAt(rows, histogram(bins, features, first, second, rows))];
  while (leaves.length < plan.leaves) {
    const index = bestLeaf(leaves);
    const leaf = leaves[index];
    if (!leaf?.split) break;
    const [left, right] = parted(bins, leaf.rows, leaf.split);
    const [small, large] = left.length <= right.length ? [left, right] : [right, left];
    const smallSums = histogram(bins, features, first, second, small);
    const largeSums = leaf.sums.map((sum, at) => sum - (smallSums[at] ?? 0));
    const children = [leafAt(left, left === small ? smallSums : largeSums)];
    children.push(leafAt(right, right === large ? largeSums : smallSums));
    tree.feature[leaf.node] = leaf.split.feature;
    tree.bin[leaf.node] = leaf.split.bin;
    tree.left[leaf.node] = children[0]?.node ?? -1;
    tree.right[leaf.node] = children[1]?.node ?? -1;
    leaves.splice(index, 1, ...children);
  }
  return tree;
}

/** The value of the leaf that a row of binned features falls into. */
export function treeValue(tree: Tree, bins: Bins, row: number): number {
  let node = 0;
  for (let left = tree.left[0] ?? -1; left >= 0; left = tree.left[node] ?? -1) {
    const bin = bins.codes[(tree.feature[node] ?? 0) * bins.rows + row] ?? 0;
    node = bin <= (tree.bin[node] ?? 0) ? left : (tree.right[node] ?? 0);
  }
  return tree.value[node] ?? 0;
}

function totalsOf(first: Float64Array, second: Float64Array, rows: Int32Array): [number, number] {
  let [g, h] = [0, 0];
  for (const row of rows) {
    g += first[row] ?? 0;
    h += second[row] ?? 0;
  }
  return [g, h];
}

function histogram(
  bins: Bins,
  features: readonly number[],
  first: Float64Array,
  second: Float64Array,
  rows: Int32Array,
) {
  const sums = new Float64Array(bins.totalBins * STRIDE);
  for (const feature of features) {
    const start = bins.starts[feature] ?? 0;
    const base = feature * bins.rows;
    for (let at = 0; at < rows.length; at += 1) {
      const row = rows[at] ?? 0;
      const cell = (start + (bins.codes[base + row] ?? 0)) * STRIDE;
      sums[cell] = (sums[cell] ?? 0) + (first[row] ?? 0);
      sums[cell + 1] = (sums[cell + 1] ?? 0) + (second[row] ?? 0);
      sums[cell + 2] = (sums[cell + 2] ?? 0) + 1;
    }
  }
  return sums;
}

function bestSplit(
  bins: Bins,
  features: readonly number[],
  sums: Float64Array,
  [g, h, count]: readonly [number, number, number],
  { minHessian, minRows, ridge }: TreePlan,
): Split | undefined {
  const whole = (g * g) / (h + ridge);
  let best: Split | undefined;
  for (const feature of features) {
    const start = bins.starts[feature] ?? 0;
    let [leftG, leftH, leftRows] = [0, 0, 0];
    for (let bin = 0; bin < (bins.edges[feature]?.length ?? 0); bin += 1) {
      const cell = (start + bin) * STRIDE;
      leftG += sums[cell] ?? 0;
      leftH += sums[cell + 1] ?? 0;
      leftRows += sums[cell + 2] ?? 0;
      if (leftRows < minRows || leftH < minHessian) continue;
      if (count - leftRows < minRows || h - leftH < minHessian) break;
      const gain = (leftG * leftG) / (leftH + ridge) + (g - leftG) ** 2 / (h - leftH + ridge) - whole;
      if (gain > (best?.gain ?? 1e-9)) best = { feature, bin, gain };
    }
  }
  return best;
}

function bestLeaf(leaves: readonly Leaf[]): number {
  return leaves.reduce((best, leaf, at) => ((leaf.split?.gain ?? 0) > (leaves[best]?.split?.gain ?? 0) ? at : best), 0);
}

function parted(bins: Bins, rows: Int32Array, { feature, bin }: Split): [Int32Array, Int32Array] {
  const isLeft = (row: number) => (bins.codes[feature * bins.rows + row] ?? 0) <= bin;
  return [rows.filter(isLeft), rows.filter((row) => !isLeft(row))];
}
