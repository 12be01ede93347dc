import { expect, test } from "vitest";
import { fitLogistic, logisticLogit } from "./logistic-regression.ts";
import { normal, randomFrom } from "./random.ts";

test("the weights that made the labels are found again", () => {
  const random = randomFrom(3);
  const inputs = Array.from({ length: 20_000 }, () => [normal(random), 2 * normal(random) + 1]);
  const truth = [0.9, -0.5, 0.3];
  const labels = inputs.map((input) => random() < 1 / (1 + Math.exp(-logisticLogit(truth, input))));
  const found = fitLogistic(inputs, labels, 1e-3);
  found.forEach((weight, index) => expect(Math.abs(weight - (truth[index] ?? 0))).toBeLessThan(0.06));
});
