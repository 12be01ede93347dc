import { type Random, normal } from "../random.ts";
import { BagAdam } from "./bag-adam.ts";
import { type BagExample, BagGradient } from "./bag-gradient.ts";
import { type BagNetwork, type BagShape, emptyBag } from "./bag-network.ts";
import { BagPass } from "./bag-pass.ts";

/** A text with what a network should say of it. */
export interface BagTarget extends BagExample {
  /** First output of the head that is asked; the head is as wide as the target. */
  readonly head: number;
  /** Shares that the outputs should have: of a softmax adding up to 1, of a sigmoid each between 0 and 1. */
  readonly target: Float32Array;
  readonly weight: number;
}

/** How a network is trained. */
export interface BagPlan {
  readonly shape: BagShape;
  /** Units of the hidden layers. */
  readonly hidden: readonly number[];
  readonly answer: "softmax" | "sigmoid";
  readonly epochs: number;
  readonly batch: number;
  /** Adam's step at its highest, after a tenth of the way; it then falls to 0 along a half cosine. */
  readonly rate: number;
  readonly decay: number;
  /** Share of features left out of a text, drawn again each time: more of a text that has many (`MAX_FEATURES_READ`). */
  readonly featureDropout: number;
  /** Share of the first layer's inputs, and of hidden units, left out. */
  readonly inputDropout: number;
  readonly hiddenDropout: number;
}

/** About the most features of a text that one step reads. A page of text has several thousand, which repeat each other. */
const MAX_FEATURES_READ = 1_024;
/** Features of a text from which more do not make a step longer, at the usual dropout of a half. */
export const MAX_FEATURES_COUNTED = 2 * MAX_FEATURES_READ;

/** A network with small random weights. */
export function freshBag(plan: BagPlan, outputs: number, random: Random): BagNetwork {
  const network = emptyBag(plan.shape, [...plan.hidden, outputs]);
  const { dimensions } = plan.shape;
  for (let index = 0; index < network.table.length; index += 1) {
    if (index % (dimensions + 1) !== dimensions) network.table[index] = 0.1 * normal(random);
  }
  for (const { inputs, weights } of network.layers) {
    const spread = Math.sqrt(2 / inputs);
    for (let index = 0; index < weights.length; index += 1) weights[index] = spread * normal(random);
  }
  return network;
}

/**
 * Trains the network in place. `rowsOf` returns each epoch's examples, so that texts can be augmented again;
 * `afterEpoch` receives the mean loss.
 */
export function trainBag(
  network: BagNetwork,
  plan: BagPlan,
  examplesOf: (epoch: number) => readonly BagTarget[],
  random: Random,
  afterEpoch: (epoch: number, loss: number) => void,
): void {
  const [pass, gradient] = [new BagPass(network), new BagGradient(network)];
  const adam = new BagAdam(network, { decay: plan.decay, gateRate: 1 });
  const keep = network.layers.map(({ inputs }) => new Float32Array(inputs).fill(1));
  const error = new Float32Array(network.layers.at(-1)?.units ?? 0);
  const dropped = new DroppedRows(plan.shape.parts);
  for (let epoch = 0; epoch < plan.epochs; epoch += 1) {
    const examples = examplesOf(epoch);
    const order = orderOf(examples.length, random);
    let loss = 0;
    for (let start = 0; start < order.length; start += plan.batch) {
      const batch = order.subarray(start, start + plan.batch);
      gradient.clear();
      for (const index of batch) {
        const drawn = examples[index];
        if (!drawn) continue;
        const example = { rows: dropped.of(drawn.rows, plan.featureDropout, random) };
        drawMasks(keep, plan, random);
        const logits = pass.forward(example, keep);
        error.fill(0);
        loss += errorInto(error, logits, drawn, plan.answer);
        pass.backward(example, error, gradient, keep);
      }
      const progress = (epoch + start / order.length) / plan.epochs;
      const pace = progress < 0.1 ? progress / 0.1 : 0.5 * (1 + Math.cos((Math.PI * (progress - 0.1)) / 0.9));
      adam.step(gradient, batch.length, plan.rate * Math.max(pace, 1e-3));
    }
    afterEpoch(epoch, loss / order.length);
  }
}

function orderOf(count: number, random: Random): Int32Array {
  const order = Int32Array.from({ length: count }, (_, index) => index);
  for (let last = count - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    const moved = order[last] ?? 0;
    order[last] = order[other] ?? 0;
    order[other] = moved;
  }
  return order;
}

function drawMasks(keep: readonly Float32Array[], plan: BagPlan, random: Random): void {
  keep.forEach((mask, depth) => {
    const dropout = depth === 0 ? plan.inputDropout : plan.hiddenDropout;
    if (dropout === 0) return;
    const kept = 1 / (1 - dropout);
    for (let index = 0; index < mask.length; index += 1) mask[index] = random() < dropout ? 0 : kept;
  });
}

/** Adds the error of an example's head to `error`, and returns its loss. */
function errorInto(
  error: Float32Array,
  logits: Float32Array,
  { head, target, weight }: BagTarget,
  answer: BagPlan["answer"],
): number {
  let loss = 0;
  if (answer === "sigmoid") {
    target.forEach((wanted, index) => {
      const logit = logits[head + index] ?? 0;
      error[head + index] = weight * (1 / (1 + Math.exp(-logit)) - wanted);
      loss += Math.log1p(Math.exp(-Math.abs(logit))) + Math.max(0, logit) - wanted * logit;
    });
    return loss * weight;
  }
  let [top, total] = [Number.NEGATIVE_INFINITY, 0];
  for (let index = 0; index < target.length; index += 1) top = Math.max(top, logits[head + index] ?? 0);
  for (let index = 0; index < target.length; index += 1) total += Math.exp((logits[head + index] ?? 0) - top);
  const most = top + Math.log(total);
  for (let index = 0; index < target.length; index += 1) {
    const [logit, wanted] = [logits[head + index] ?? 0, target[index] ?? 0];
    error[head + index] = weight * (Math.exp(logit - most) - wanted);
    loss += wanted * (most - logit);
  }
  return loss * weight;
}

/** Draws which features of a text are kept. At least one always is. */
class DroppedRows {
  readonly #parts: number;

  constructor(parts: number) {
    this.#parts = parts;
  }

  of(rows: Int32Array<ArrayBuffer>, least: number, random: Random): Int32Array<ArrayBuffer> {
    const features = rows.length / this.#parts;
    const dropout = Math.max(least, 1 - MAX_FEATURES_READ / features);
    if (dropout === 0) return rows;
    const kept = new Int32Array(rows.length);
    let count = 0;
    for (let feature = 0; feature < features; feature += 1) {
      if (random() < dropout && !(count === 0 && feature === features - 1)) continue;
      kept[count] = feature;
      count += 1;
    }
    const drawn = new Int32Array(count * this.#parts);
    for (let part = 0; part < this.#parts; part += 1) {
      for (let index = 0; index < count; index += 1) {
        drawn[part * count + index] = rows[part * features + (kept[index] ?? 0)] ?? 0;
      }
    }
    return drawn;
  }
}
