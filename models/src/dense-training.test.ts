import { expect, test } from "vitest";
import { auc } from "./auc.ts";
import { forward } from "@sedge/features/dense-network";
import { train } from "./dense-training.ts";
import { normal, randomFrom } from "./random.ts";
import { useBackend } from "./tensor-backend.ts";

const random = randomFrom(2);
const inputs = Array.from({ length: 1_500 }, () => [normal(random), normal(random)]);
/** Two answers: one that no line separates, and one that is never asked (its labels contradict its weight of 0). */
const rows = {
  inputs,
  targets: inputs.map(([x = 0, y = 0]) => [Number(x * y > 0), Number(x > 0)]),
  weights: inputs.map(() => [1, 0]),
};
const plan = {
  hidden: [12],
  epochs: 25,
  batch: 64,
  learningRate: 0.02,
  weightDecay: 0.01,
  dropout: 0.05,
  patience: 25,
  seed: 4,
};
const labels = rows.targets.map(([first]) => first === 1);
const scoreOf = (network: Parameters<typeof forward>[0], output: number) =>
  auc(
    inputs.map((row) => forward(network, row)[output] ?? 0),
    output === 0 ? labels : rows.targets.map(([, second]) => second === 1),
  );

test(
  "what no line separates is learnt, a masked answer is not, and a seed repeats itself",
  { timeout: 300_000 },
  async () => {
    await useBackend("wasm");
    const network = train(rows, plan, (candidate) => scoreOf(candidate, 0));
    expect(scoreOf(network, 0)).toBeGreaterThan(0.95);
    expect(scoreOf(network, 1)).toBeLessThan(0.9);
    const short = { ...plan, epochs: 2 };
    expect(train(rows, short, () => 0)).toEqual(train(rows, short, () => 0));
    expect(train(rows, { ...short, seed: 5 }, () => 0)).not.toEqual(train(rows, short, () => 0));
  },
);
