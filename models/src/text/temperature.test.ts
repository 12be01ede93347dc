import { expect, test } from "vitest";
import { normal, randomFrom } from "../random.ts";
import { softmaxLoss, temperatureOf } from "./temperature.ts";

test("the loss is that of the definition", () => {
  const loss = softmaxLoss([[1, 3, 0]], [0], 2);
  const powers = [1, 3, 0].map((logit) => Math.exp(logit / 2));
  expect(loss).toBeCloseTo(-Math.log(Math.exp(0.5) / powers.reduce((sum, power) => sum + power, 0)), 12);
});

test("labels drawn at a temperature give it back", () => {
  const random = randomFrom(31);
  for (const temperature of [0.4, 1.7]) {
    const rows = Array.from({ length: 4_000 }, () => Array.from({ length: 5 }, () => 2 * normal(random)));
    const labels = rows.map((row) => {
      const powers = row.map((logit) => Math.exp(logit / temperature));
      let left = random() * powers.reduce((sum, power) => sum + power, 0);
      return powers.findIndex((power) => (left -= power) < 0);
    });
    expect(Math.abs(temperatureOf(rows, labels) / temperature - 1)).toBeLessThan(0.08);
  }
});

test("a handful of right answers does not make it certain", () => {
  expect(
    temperatureOf(
      [
        [2, 0],
        [0, 2],
        [2, 0],
      ],
      [0, 1, 0],
    ),
  ).toBeGreaterThan(0.4);
});
