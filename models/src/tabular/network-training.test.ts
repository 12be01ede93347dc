import { expect, test } from "vitest";
import { randomFrom } from "../random.ts";
import { backward, forward, layerOf } from "./dense-layer.ts";
import { logLoss } from "./log-loss.ts";
import { networkLogits } from "./network-logits.ts";
import { type NetworkPlan, trainNetwork } from "./network-training.ts";
import { oneHot } from "./tabular-teachers.ts";

test("a layer's gradients are those of differences", () => {
  const random = randomFrom(11);
  const layer = layerOf(3, 2, 4, () => random() - 0.5);
  const values = Float32Array.from({ length: 12 }, () => random() + 0.1);
  const pull = Float32Array.from({ length: 8 }, () => random() - 0.5);
  const loss = () => forward(layer, values, 4, false).reduce((sum, out, at) => sum + out * (pull[at] ?? 0), 0);
  loss();
  const below = backward(layer, values, pull, 4, 1, true);
  const difference = (of: Float32Array, at: number) => {
    const was = of[at] ?? 0;
    of[at] = was + 0.01;
    const more = loss();
    of[at] = was - 0.01;
    const less = loss();
    of[at] = was;
    return (more - less) / 0.02;
  };
  layer.weights.gradient.forEach((g, at) => expect(g).toBeCloseTo(difference(layer.weights.value, at), 3));
  layer.bias.gradient.forEach((g, at) => expect(g).toBeCloseTo(difference(layer.bias.value, at), 3));
  below.forEach((g, at) => expect(g).toBeCloseTo(difference(values, at), 3));
});

const plan: NetworkPlan = {
  hidden: [16],
  epochs: 60,
  batch: 32,
  learningRate: 0.01,
  weightDecay: 0.001,
  dropout: 0.1,
  patience: 60,
  seed: 8,
};

function rings(count: number, seed: number) {
  const random = randomFrom(seed);
  const values = Float32Array.from({ length: 2 * count }, () => 2 * random() - 1);
  const labels = Int32Array.from({ length: count }, (_, row) => {
    const radius = Math.hypot(values[2 * row] ?? 0, values[2 * row + 1] ?? 0);
    return radius < 0.5 ? 0 : radius < 0.9 ? 1 : 2;
  });
  return { inputs: { rows: count, width: 2, values }, labels };
}

test("a network learns three rings, the same each time", () => {
  const [train, held] = [rings(600, 1), rings(300, 2)];
  const rows = { inputs: train.inputs, targets: oneHot(train.labels, 3) };
  const fit = () => trainNetwork(rows, held.inputs, plan, (scores) => -logLoss(scores, held.labels, 3));
  const network = fit();
  expect(logLoss(networkLogits(network, held.inputs), held.labels, 3)).toBeLessThan(0.35);
  expect(fit()).toEqual(network);
});

test("the epoch that scored best is what is returned", () => {
  const { inputs, labels } = rings(64, 3);
  const seen: Float64Array[] = [];
  const best = trainNetwork({ inputs, targets: oneHot(labels, 3) }, inputs, { ...plan, epochs: 5 }, (scores) => {
    seen.push(scores);
    return seen.length === 2 ? 1 : 0;
  });
  networkLogits(best, inputs).forEach((logit, at) => expect(logit).toBeCloseTo(seen[1]?.[at] ?? Number.NaN, 4));
});
