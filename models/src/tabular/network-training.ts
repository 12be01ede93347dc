import type { DenseNetwork } from "@sedge/features/dense-network";
import { normal, type Random, randomFrom, shuffled } from "../random.ts";
import { type Layer, backward, forward, layerOf, scoresOf } from "./dense-layer.ts";
import type { Matrix } from "./encoded-rows.ts";
import { softmaxRows } from "./log-loss.ts";

/** Rows to learn from: `targets` are the classes' probabilities, row-major. */
export interface SoftRows {
  readonly inputs: Matrix;
  readonly targets: Float64Array;
}

export interface NetworkPlan {
  readonly hidden: readonly number[];
  readonly epochs: number;
  readonly batch: number;
  /** Of the first step; it falls to nothing along a half cosine. */
  readonly learningRate: number;
  /** Decoupled weight decay (Loshchilov and Hutter 2019). */
  readonly weightDecay: number;
  /** Share of hidden units silenced in a step. */
  readonly dropout: number;
  /** Epochs without a better score before training ends. */
  readonly patience: number;
  readonly seed: number;
}

/**
 * Trains a network for softmax cross-entropy with Adam, single-threaded in float32, and returns the weights of the epoch
 * whose score (higher is better) was best. Deterministic.
 *
 * @param score - Of a network, given the scores of all classes for the rows of `held`.
 */
export function trainNetwork(
  rows: SoftRows,
  held: Matrix,
  plan: NetworkPlan,
  score: (scores: Float64Array) => number,
): DenseNetwork {
  const random = randomFrom(plan.seed);
  const { inputs, targets } = rows;
  const classes = targets.length / inputs.rows;
  const widths = [inputs.width, ...plan.hidden, classes];
  const layers = widths.slice(1).map((units, at) => layerOf(widths[at] ?? 0, units, plan.batch, () => normal(random)));
  const steps = plan.epochs * Math.ceil(inputs.rows / plan.batch);
  let [best, bestScore, step] = [frozen(layers), -Infinity, 0];
  for (let epoch = 0, stale = 0; epoch < plan.epochs && stale < plan.patience; epoch += 1) {
    const order = Int32Array.from(shuffled([...Array(inputs.rows).keys()], random));
    for (let start = 0; start < order.length; start += plan.batch) {
      const members = order.subarray(start, start + plan.batch);
      step += 1;
      const rate = (plan.learningRate * (1 + Math.cos((Math.PI * step) / steps))) / 2;
      learn(layers, inputs, targets, members, { plan, random, rate, step });
    }
    const reached = score(networkScores(layers, held, plan.batch));
    stale = reached > bestScore ? 0 : stale + 1;
    if (reached > bestScore) [best, bestScore] = [frozen(layers), reached];
  }
  return best;
}

interface Step {
  readonly plan: NetworkPlan;
  readonly random: Random;
  readonly rate: number;
  readonly step: number;
}

function learn(
  layers: readonly Layer[],
  inputs: Matrix,
  targets: Float64Array,
  members: Int32Array,
  { plan, random, rate, step }: Step,
) {
  const classes = layers.at(-1)?.units ?? 0;
  const first = new Float32Array(members.length * inputs.width);
  members.forEach((row, at) =>
    first.set(inputs.values.subarray(row * inputs.width, (row + 1) * inputs.width), at * inputs.width),
  );
  const keep = 1 - plan.dropout;
  let values: Float32Array = first;
  layers.forEach((layer, depth) => {
    values = forward(layer, values, members.length, depth < layers.length - 1);
    if (plan.dropout === 0 || depth === layers.length - 1) return;
    for (let at = 0; at < members.length * layer.units; at += 1) {
      values[at] = random() < keep ? (values[at] ?? 0) / keep : 0;
    }
  });
  const shares = softmaxRows(values.subarray(0, members.length * classes), classes);
  const error = Float32Array.from(shares, (share, at) => {
    const target = targets[(members[Math.floor(at / classes)] ?? 0) * classes + (at % classes)] ?? 0;
    return (share - target) / members.length;
  });
  let below: Float32Array = error;
  for (let depth = layers.length - 1; depth >= 0; depth -= 1) {
    const layer = layers[depth];
    const under = depth === 0 ? first : layers[depth - 1]?.output;
    if (!layer || !under) throw new RangeError("layers do not fit each other");
    // A silenced or negative unit is 0 and passes nothing back; the others were scaled by the dropout's share.
    below = backward(layer, under, below, members.length, depth > 0 ? 1 / keep : 1, depth > 0);
    adam(layer, rate, plan.weightDecay, step);
  }
}

function adam(layer: Layer, rate: number, decay: number, step: number): void {
  const [correction1, correction2] = [1 - 0.9 ** step, 1 - 0.999 ** step];
  for (const { value, gradient, first, second, decays } of [layer.weights, layer.bias]) {
    const kept = decays ? 1 - rate * decay : 1;
    for (let at = 0; at < value.length; at += 1) {
      const g = gradient[at] ?? 0;
      const m = (first[at] = 0.9 * (first[at] ?? 0) + 0.1 * g);
      const v = (second[at] = 0.999 * (second[at] ?? 0) + 0.001 * g * g);
      value[at] = (value[at] ?? 0) * kept - (rate * m) / correction1 / (Math.sqrt(v / correction2) + 1e-8);
    }
  }
}

function networkScores(layers: readonly Layer[], held: Matrix, batch: number): Float64Array {
  const classes = layers.at(-1)?.units ?? 0;
  const scores = new Float64Array(held.rows * classes);
  for (let start = 0; start < held.rows; start += batch) {
    const count = Math.min(batch, held.rows - start);
    scores.set(
      scoresOf(layers, held.values.subarray(start * held.width, (start + count) * held.width), count),
      start * classes,
    );
  }
  return scores;
}

function frozen(layers: readonly Layer[]): DenseNetwork {
  return layers.map(({ inputs, units, weights, bias }) => ({
    inputs,
    units,
    weights: Float64Array.from(weights.value),
    bias: Float64Array.from(bias.value),
  }));
}
