import * as tf from "@tensorflow/tfjs-core";
import type { DenseNetwork } from "@sedge/features/dense-network";
import { normal, type Random, randomFrom, shuffled } from "./random.ts";

/** Rows to learn from. A target is a probability; a head of weight 0 learns nothing from that row. */
export interface TrainingRows {
  readonly inputs: readonly (readonly number[])[];
  readonly targets: readonly (readonly number[])[];
  readonly weights: readonly (readonly number[])[];
}

export interface TrainingPlan {
  readonly hidden: readonly number[];
  readonly epochs: number;
  readonly batch: number;
  readonly learningRate: number;
  /** Decoupled weight decay (Loshchilov and Hutter 2019): share of a weight lost in a step, times the learning rate. */
  readonly weightDecay: number;
  /** Share of hidden units silenced in a step. */
  readonly dropout: number;
  /** Epochs without a better score before training ends. */
  readonly patience: number;
  readonly seed: number;
}

interface Parameters {
  readonly weights: tf.Variable<tf.Rank.R2>[];
  readonly biases: tf.Variable<tf.Rank.R1>[];
}

/** Widths from the inputs to the outputs. */
type Widths = readonly number[];

function initialised(widths: Widths, random: Random): Parameters {
  const pairs = widths.slice(1).map((units, depth) => [widths[depth] ?? 0, units] as const);
  return {
    weights: pairs.map(([inputs, units], depth) => {
      const values = Float32Array.from({ length: inputs * units }, () => normal(random) * Math.sqrt(2 / inputs));
      return tf.variable(tf.tensor2d(values, [inputs, units]), true, `weights${depth}`);
    }),
    biases: pairs.map(([, units], depth) => tf.variable(tf.zeros<tf.Rank.R1>([units]), true, `bias${depth}`)),
  };
}

function snapshot({ weights, biases }: Parameters): DenseNetwork {
  return weights.map((weight, depth) => ({
    inputs: weight.shape[0],
    units: weight.shape[1],
    weights: Float64Array.from(weight.dataSync()),
    bias: Float64Array.from(biases[depth]?.dataSync() ?? []),
  }));
}

/**
 * Gradients of the weighted binary cross-entropy, written out: TF.js core registers none unless its whole gradient set
 * is loaded, which cannot be imported in Node.
 */
function gradients(
  parameters: Parameters,
  x: tf.Tensor2D,
  y: tf.Tensor2D,
  w: tf.Tensor2D,
  masks: readonly tf.Tensor2D[],
) {
  const { weights, biases } = parameters;
  const activations: tf.Tensor2D[] = [x];
  let values = x;
  weights.forEach((weight, depth) => {
    const bias = biases[depth];
    const mask = masks[depth];
    const sums: tf.Tensor2D = bias ? tf.add(tf.matMul(values, weight), bias) : tf.matMul(values, weight);
    values = depth === weights.length - 1 ? sums : tf.relu(sums);
    if (mask) values = tf.mul(values, mask);
    activations.push(values);
  });
  const rows = x.shape[0];
  let error: tf.Tensor2D = tf.div(tf.mul(tf.sub(tf.sigmoid(values), y), w), rows);
  const found: tf.NamedTensorMap = {};
  for (let depth = weights.length - 1; depth >= 0; depth -= 1) {
    const weight = weights[depth];
    const bias = biases[depth];
    const below = activations[depth];
    if (!weight || !bias || !below) throw new RangeError("layers do not fit each other");
    found[weight.name] = tf.matMul(below, error, true, false);
    found[bias.name] = tf.sum(error, 0);
    if (depth === 0) break;
    const mask = masks[depth - 1];
    const back: tf.Tensor2D = tf.mul(tf.matMul(error, weight, false, true), tf.cast(tf.greater(below, 0), "float32"));
    error = mask ? tf.mul(back, mask) : back;
  }
  return found;
}

/**
 * Trains a network with Adam until its score (higher is better) has not risen for `patience` epochs, and returns the
 * best one seen. Deterministic for one backend and one seed.
 */
export function train(rows: TrainingRows, plan: TrainingPlan, score: (network: DenseNetwork) => number): DenseNetwork {
  const random = randomFrom(plan.seed);
  const widths = [rows.inputs[0]?.length ?? 0, ...plan.hidden, rows.targets[0]?.length ?? 0];
  const parameters = initialised(widths, random);
  const optimizer = tf.train.adam(plan.learningRate);
  let best = snapshot(parameters);
  let bestScore = -Infinity;
  for (let epoch = 0, stale = 0; epoch < plan.epochs && stale < plan.patience; epoch += 1) {
    const order = shuffled([...rows.inputs.keys()], random);
    for (let start = 0; start < order.length; start += plan.batch) {
      step(parameters, optimizer, rows, order.slice(start, start + plan.batch), plan, random);
    }
    const network = snapshot(parameters);
    const reached = score(network);
    stale = reached > bestScore ? 0 : stale + 1;
    if (reached > bestScore) [best, bestScore] = [network, reached];
  }
  optimizer.dispose();
  for (const variable of [...parameters.weights, ...parameters.biases]) variable.dispose();
  return best;
}

function step(
  parameters: Parameters,
  optimizer: tf.Optimizer,
  rows: TrainingRows,
  batch: readonly number[],
  plan: TrainingPlan,
  random: Random,
): void {
  tf.tidy(() => {
    const matrix = (values: TrainingRows["inputs"]) => matrixOf(batch.map((index) => values[index] ?? []));
    const masks =
      plan.dropout === 0 ? [] : plan.hidden.map((units) => dropoutMask(batch.length, units, plan.dropout, random));
    const found = gradients(parameters, matrix(rows.inputs), matrix(rows.targets), matrix(rows.weights), masks);
    optimizer.applyGradients(found);
    const kept = 1 - plan.learningRate * plan.weightDecay;
    for (const weight of parameters.weights) weight.assign(tf.mul(weight, kept));
  });
}

function matrixOf(rows: readonly (readonly number[])[]): tf.Tensor2D {
  const width = rows[0]?.length ?? 0;
  const values = new Float32Array(rows.length * width);
  rows.forEach((row, index) => values.set(row, index * width));
  return tf.tensor2d(values, [rows.length, width]);
}

function dropoutMask(rows: number, units: number, rate: number, random: Random): tf.Tensor2D {
  const values = Float32Array.from({ length: rows * units }, () => (random() < rate ? 0 : 1 / (1 - rate)));
  return tf.tensor2d(values, [rows, units]);
}
