import { expect, test } from "vitest";
import { BagAdam } from "./bag-adam.ts";
import { BagGradient } from "./bag-gradient.ts";
import { emptyBag } from "./bag-network.ts";

const shape = { buckets: 4, dimensions: 2, parts: 1 };

test("the steps are those of Adam, by hand, and a row that no text touched stays where it is", () => {
  const network = emptyBag(shape, [1]);
  network.table.fill(1);
  const adam = new BagAdam(network, { decay: 0, gateRate: 0.5 });
  const gradient = new BagGradient(network);
  for (const slope of [3, -1]) {
    gradient.clear();
    gradient.rows.set([2 * slope, 0, 2 * slope], gradient.startOf(2));
    adam.step(gradient, 2, 0.1);
  }
  // First step: 0.1 down, whatever the slope. Second: mean (.9 * .3 - .1) / .19, mean square (.999 * .009 + .001) / .001999.
  const second = (0.1 * (0.17 / 0.19)) / Math.sqrt(0.009_991 / 0.001_999);
  expect(network.table[6]).toBeCloseTo(1 - 0.1 - second, 5);
  expect(network.table[7]).toBe(1);
  expect(network.table[8]).toBeCloseTo(1 - (0.1 + second) / 2, 5);
  expect([...network.table.subarray(0, 6), ...network.table.subarray(9)].every((value) => value === 1)).toBe(true);
});

test("decay shrinks weights and touched rows, not biases", () => {
  const network = emptyBag(shape, [1]);
  network.table.fill(1);
  network.layers[0]?.weights.fill(1);
  network.layers[0]?.bias.fill(1);
  const gradient = new BagGradient(network);
  gradient.startOf(1);
  new BagAdam(network, { decay: 0.5, gateRate: 1 }).step(gradient, 1, 0.1);
  expect([...network.table.subarray(0, 9)].map((value) => Number(value.toFixed(6)))).toEqual([
    1, 1, 1, 0.95, 0.95, 0.95, 1, 1, 1,
  ]);
  expect(network.layers[0]?.weights[0]).toBeCloseTo(0.95, 6);
  expect(network.layers[0]?.bias[0]).toBe(1);
});
