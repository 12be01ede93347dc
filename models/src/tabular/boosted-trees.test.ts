import { expect, test } from "vitest";
import { randomFrom } from "../random.ts";
import { type BoostingPlan, boostTrees, type LabelledRows, treeScores } from "./boosted-trees.ts";
import { growTree, treeValue } from "./boosted-tree.ts";
import { binned, edgesOf } from "./bins.ts";
import { softmaxRows } from "./log-loss.ts";

const matrix = (rows: readonly (readonly number[])[]) => ({
  rows: rows.length,
  width: rows[0]?.length ?? 0,
  values: Float32Array.from(rows.flat()),
});
const plan: BoostingPlan = {
  leaves: 4,
  minHessian: 0,
  minRows: 1,
  ridge: 1,
  featureShare: 1,
  learningRate: 0.3,
  rounds: 40,
  patience: 40,
  rowShare: 1,
  seed: 3,
};

test("bins part a feature between its values", () => {
  const rows = matrix([[1], [4], [2], [2]]);
  const edges = edgesOf(rows);
  expect(edges.map((cuts) => [...cuts])).toEqual([[1.5, 3]]);
  expect([...binned(rows, edges).codes]).toEqual([0, 2, 1, 1]);
  expect([...binned(matrix([[-9], [1.5], [3.01]]), edges).codes]).toEqual([0, 0, 2]);
});

test("a feature of a thousand values has bins of like mass", () => {
  const rows = matrix(Array.from({ length: 1_000 }, (_, index) => [index ** 3]));
  const { codes, totalBins } = binned(rows, edgesOf(rows));
  expect(totalBins).toBeLessThanOrEqual(128);
  const counts = Array.from({ length: totalBins }, (_, bin) => codes.filter((code) => code === bin).length);
  expect(Math.max(...counts)).toBeLessThanOrEqual(10);
});

test("a tree's leaves are the ridge's Newton steps, by hand", () => {
  // Gradients sum to -2 and 3 either side of the one cut worth making; each leaf has two rows of curvature 1.
  const rows = matrix([[0], [0], [5], [5]]);
  const bins = binned(rows, edgesOf(rows));
  const tree = growTree(
    bins,
    Float64Array.of(-1, -1, 1, 2),
    Float64Array.of(1, 1, 1, 1),
    Int32Array.of(0, 1, 2, 3),
    plan,
    () => 0.5,
  );
  expect([0, 1, 2, 3].map((row) => treeValue(tree, bins, row))).toEqual([2 / 3, 2 / 3, -1, -1]);
});

function xor(count: number, seed: number): LabelledRows {
  const random = randomFrom(seed);
  const rows = Array.from({ length: count }, () => [random() - 0.5, random() - 0.5, random()]);
  return { inputs: matrix(rows), labels: Int32Array.from(rows, ([a = 0, b = 0]) => Number(a > 0 !== b > 0)) };
}

test("trees learn what no line can part", () => {
  const [train, held] = [xor(600, 1), xor(200, 2)];
  const trees = boostTrees(train, held, 2, plan);
  const shares = softmaxRows(treeScores(trees, held.inputs), 2);
  const right = held.labels.filter((label, row) => (shares[2 * row + 1] ?? 0) > 0.5 === (label === 1)).length;
  expect(right / 200).toBeGreaterThan(0.95);
  expect(boostTrees(train, held, 2, plan)).toEqual(trees);
});

test("labels without a pattern end boosting where validation says so", () => {
  const random = randomFrom(9);
  const noise = (seed: number) => ({
    ...xor(300, seed),
    labels: Int32Array.from({ length: 300 }, () => Math.floor(random() * 3)),
  });
  const trees = boostTrees(noise(4), noise(5), 3, { ...plan, rounds: 100, patience: 5 });
  expect(trees.rounds.length).toBeLessThan(20);
  expect(trees.base).toHaveLength(3);
});
