import { type TabularColumn, unitsOf } from "@sedge/features/tabular-model-manifest";
import type { DenseNetwork } from "@sedge/features/dense-network";
import type { Progress } from "../progress.ts";
import { type Random, shuffled } from "../random.ts";
import { type BoostedTrees, boostTrees, type LabelledRows, treeScores } from "./boosted-trees.ts";
import { type Matrix, rowsAt } from "./encoded-rows.ts";
import { logLoss, softmaxRows } from "./log-loss.ts";
import { networkLogits } from "./network-logits.ts";
import { trainNetwork } from "./network-training.ts";
import type { TabularPlan } from "./tabular-plan.ts";

interface FoldTeachers {
  readonly trees: BoostedTrees;
  readonly network: DenseNetwork;
}

/** Teachers that agree on a row's probabilities. */
export interface Teachers {
  /** Probabilities for the training rows, each from the teachers that have not seen it. Row-major. */
  readonly unseen: Float64Array;
  /** Probabilities for any rows: the mean of all teachers. */
  readonly of: (inputs: Matrix) => Float64Array;
  /** The trees' weight beside the networks', 0 to 1. */
  readonly treeShare: number;
}

/** Units that trees read: all but the curves, which only repeat the number in pieces. */
function treeUnits(columns: readonly TabularColumn[]): number[] {
  let start = 0;
  return columns.flatMap((column) => {
    const units = unitsOf(column);
    const from = start;
    start += units;
    return Array.from({ length: units }, (_, at) => at)
      .filter((at) => column.kind === "categorical" || at === 0 || (column.hasMissing && at === units - 1))
      .map((at) => from + at);
  });
}

function columnsAt({ rows, width, values }: Matrix, units: readonly number[]): Matrix {
  const taken = new Float32Array(rows * units.length);
  for (let row = 0; row < rows; row += 1) {
    units.forEach((unit, at) => (taken[row * units.length + at] = values[row * width + unit] ?? 0));
  }
  return { rows, width: units.length, values: taken };
}

/**
 * Boosted trees and a network for each fold of the training rows, taught on the others and stopped by the validation
 * rows. How much either counts is chosen by what they say of rows they have not seen.
 */
export function teachersFor(
  columns: readonly TabularColumn[],
  train: LabelledRows,
  validation: LabelledRows,
  classes: number,
  plan: TabularPlan,
  random: Random,
  progress: Progress,
): Teachers {
  const units = treeUnits(columns);
  const foldOf = shuffled(
    [...train.labels.keys()].map((row) => row % plan.folds),
    random,
  );
  const trees = { ...plan.trees, rounds: Math.max(40, Math.min(plan.trees.rounds, Math.floor(6_000 / classes))) };
  const [fromTrees, fromNetworks] = [0, 0].map(() => new Float64Array(train.labels.length * classes));
  const folds = Array.from({ length: plan.folds }, (_, fold): FoldTeachers => {
    const [seen, unseen] = [
      rowsWhere(train, (row) => foldOf[row] !== fold),
      rowsWhere(train, (row) => foldOf[row] === fold),
    ];
    const seed = plan.seed + fold;
    const inTrees = (rows: LabelledRows) => ({ ...rows, inputs: columnsAt(rows.inputs, units) });
    const boosted = boostTrees(inTrees(seen), inTrees(validation), classes, { ...trees, seed });
    progress.step(`trees ${fold + 1} of ${plan.folds}`);
    const targets = oneHot(seen.labels, classes);
    const score = (scores: Float64Array) => -logLoss(scores, validation.labels, classes);
    const network = trainNetwork({ inputs: seen.inputs, targets }, validation.inputs, { ...plan.teacher, seed }, score);
    progress.step(`network ${fold + 1} of ${plan.folds}`);
    const rows = [...train.labels.keys()].filter((row) => foldOf[row] === fold);
    scatter(treeScores(boosted, columnsAt(unseen.inputs, units)), rows, classes, fromTrees);
    scatter(networkLogits(network, unseen.inputs), rows, classes, fromNetworks);
    return { trees: boosted, network };
  });
  const shares = [0, 0.25, 0.5, 0.75, 1];
  const lossOf = (share: number) => logLoss(mixed(fromTrees, fromNetworks, share), train.labels, classes);
  const treeShare = shares.reduce((best, share) => (lossOf(share) < lossOf(best) ? share : best), 0.5);
  return {
    unseen: softmaxRows(mixed(fromTrees, fromNetworks, treeShare), classes),
    of: (inputs) => {
      const cut = columnsAt(inputs, units);
      const answers = folds.map(({ trees, network }) =>
        softmaxRows(mixed(treeScores(trees, cut), networkLogits(network, inputs), treeShare), classes),
      );
      return new Float64Array(inputs.rows * classes).map(
        (_, at) => answers.reduce((sum, answer) => sum + (answer[at] ?? 0), 0) / answers.length,
      );
    },
    treeShare,
  };
}

/** Scores of both kinds of teacher, in the proportion `share` to 1 - `share`. */
function mixed(trees: Float64Array | undefined, networks: Float64Array | undefined, share: number): Float64Array {
  if (!trees || !networks) throw new RangeError("a kind of teacher is missing");
  return trees.map((score, at) => share * score + (1 - share) * (networks[at] ?? 0));
}

function rowsWhere({ inputs, labels }: LabelledRows, wanted: (row: number) => boolean): LabelledRows {
  const indices = Int32Array.from([...labels.keys()].filter(wanted));
  return { inputs: rowsAt(inputs, indices), labels: indices.map((row) => labels[row] ?? 0) };
}

function scatter(scores: Float64Array, rows: readonly number[], classes: number, into: Float64Array | undefined): void {
  rows.forEach((row, at) => into?.set(scores.subarray(at * classes, (at + 1) * classes), row * classes));
}

/** Probability 1 for each row's class. */
export function oneHot(labels: Int32Array, classes: number): Float64Array {
  const targets = new Float64Array(labels.length * classes);
  labels.forEach((label, row) => (targets[row * classes + label] = 1));
  return targets;
}
