import { type Random, randomFrom, shuffled } from "../random.ts";
import { type Bins, binned, edgesOf } from "./bins.ts";
import { growTree, type Tree, type TreePlan, treeValue } from "./boosted-tree.ts";
import type { Matrix } from "./encoded-rows.ts";
import { logLoss, softmaxRows } from "./log-loss.ts";

export interface BoostingPlan extends TreePlan {
  readonly learningRate: number;
  readonly rounds: number;
  /** Rounds without a better validation loss before boosting ends. */
  readonly patience: number;
  /** Share of the rows that a tree sees. */
  readonly rowShare: number;
  readonly seed: number;
}

/** Trees by round and class, on top of the classes' log shares. */
export interface BoostedTrees {
  readonly edges: readonly Float32Array[];
  readonly base: readonly number[];
  readonly rounds: readonly (readonly Tree[])[];
}

/** Rows with the number of each one's class. */
export interface LabelledRows {
  readonly inputs: Matrix;
  readonly labels: Int32Array;
}

/**
 * Gradient-boosted trees for a softmax over classes, stopped where the validation rows' loss is least. Deterministic.
 */
export function boostTrees(
  train: LabelledRows,
  validation: LabelledRows,
  classes: number,
  plan: BoostingPlan,
): BoostedTrees {
  const random = randomFrom(plan.seed);
  const edges = edgesOf(train.inputs);
  const [bins, heldBins] = [binned(train.inputs, edges), binned(validation.inputs, edges)];
  const base = Array.from({ length: classes }, (_, index) => {
    const count = train.labels.reduce((sum, label) => sum + Number(label === index), 0);
    return Math.log((count + 1) / (train.labels.length + classes));
  });
  const [scores, held] = [scoresFrom(base, bins.rows), scoresFrom(base, heldBins.rows)];
  const rounds: Tree[][] = [];
  let [best, bestRounds] = [logLoss(held, validation.labels, classes), 0];
  while (rounds.length < plan.rounds && rounds.length - bestRounds < plan.patience) {
    const trees = round(bins, scores, train.labels, classes, plan, random);
    rounds.push(trees);
    addTrees(trees, bins, scores);
    addTrees(trees, heldBins, held);
    const loss = logLoss(held, validation.labels, classes);
    if (loss < best) [best, bestRounds] = [loss, rounds.length];
  }
  return { edges, base, rounds: rounds.slice(0, bestRounds) };
}

/** The classes' scores (log probabilities, but for a constant a row), row-major. */
export function treeScores({ edges, base, rounds }: BoostedTrees, inputs: Matrix): Float64Array {
  const bins = binned(inputs, edges);
  const scores = scoresFrom(base, inputs.rows);
  for (const trees of rounds) addTrees(trees, bins, scores);
  return scores;
}

function scoresFrom(base: readonly number[], rows: number): Float64Array {
  return Float64Array.from({ length: rows * base.length }, (_, at) => base[at % base.length] ?? 0);
}

function round(
  bins: Bins,
  scores: Float64Array,
  labels: Int32Array,
  classes: number,
  plan: BoostingPlan,
  random: Random,
) {
  const shares = softmaxRows(scores, classes);
  const drawn = shuffled([...labels.keys()], random).slice(0, Math.ceil(plan.rowShare * labels.length));
  const rows = Int32Array.from(drawn).sort();
  const [first, second] = [new Float64Array(labels.length), new Float64Array(labels.length)];
  return Array.from({ length: classes }, (_, index): Tree => {
    // Of two classes, the second's tree is the first's turned round.
    if (classes === 2 && index === 0) return { feature: [0], bin: [0], left: [-1], right: [-1], value: [0] };
    for (const row of rows) {
      const share = shares[row * classes + index] ?? 0;
      first[row] = share - Number(labels[row] === index);
      second[row] = Math.max(share * (1 - share), 1e-12);
    }
    const tree = growTree(bins, first, second, rows, plan, random);
    return { ...tree, value: tree.value.map((value) => value * plan.learningRate) };
  });
}

function addTrees(trees: readonly Tree[], bins: Bins, scores: Float64Array): void {
  trees.forEach((tree, index) => {
    if (tree.left[0] === -1 && tree.value[0] === 0) return;
    for (let row = 0; row < bins.rows; row += 1) {
      const at = row * trees.length + index;
      scores[at] = (scores[at] ?? 0) + treeValue(tree, bins, row);
    }
  });
}
