import { expect, test } from "vitest";
import { normal, randomFrom } from "../random.ts";
import { BagGradient } from "./bag-gradient.ts";
import { emptyBag } from "./bag-network.ts";
import { BagPass } from "./bag-pass.ts";

const random = randomFrom(12);
const network = emptyBag({ buckets: 7, dimensions: 3, parts: 2 }, [4, 3]);
for (const values of [network.table, ...network.layers.flatMap(({ weights, bias }) => [weights, bias])]) {
  for (let index = 0; index < values.length; index += 1) values[index] = 0.7 * normal(random);
}
// A feature that is there twice, and two that share a row in the second part.
const example = { rows: Int32Array.of(0, 3, 3, 5, 7, 9, 9, 9) };
const keep = [Float32Array.of(1.25, 0, 1.25, 1.25, 1.25), Float32Array.of(2, 2, 0, 2)];
const wanted = Float32Array.of(0.3, -1, 0.5);
const pass = new BagPass(network);
/** A loss whose slope in the logits is `wanted`. */
const loss = () => pass.forward(example, keep).reduce((sum, logit, unit) => sum + logit * (wanted[unit] ?? 0), 0);

test("every slope is that of small steps, gates, shared rows and dropout included", () => {
  const gradient = new BagGradient(network);
  loss();
  pass.backward(example, wanted, gradient, keep);
  const check = (values: Float32Array, index: number, slope: number) => {
    const kept = values[index] ?? 0;
    const at = (x: number) => {
      values[index] = x;
      return loss();
    };
    const measured = (at(kept + 1e-2) - at(kept - 1e-2)) / 2e-2;
    values[index] = kept;
    expect(Math.abs(measured - slope)).toBeLessThan(4e-3);
  };
  for (let index = 0; index < network.table.length; index += 1) {
    const row = Math.floor(index / 4);
    const isTouched = [0, 3, 5, 7, 9].includes(row);
    check(network.table, index, isTouched ? (gradient.rows[gradient.startOf(row) + (index % 4)] ?? Number.NaN) : 0);
  }
  network.layers.forEach(({ weights, bias }, depth) => {
    weights.forEach((_, index) => check(weights, index, gradient.layers[depth]?.weights[index] ?? Number.NaN));
    bias.forEach((_, index) => check(bias, index, gradient.layers[depth]?.bias[index] ?? Number.NaN));
  });
  expect([...gradient.touched.subarray(0, 5)].sort((a, b) => a - b)).toEqual([0, 3, 5, 7, 9]);
});

test("a cleared gradient starts from zero", () => {
  const gradient = new BagGradient(network);
  for (let time = 0; time < 2; time += 1) {
    gradient.clear();
    loss();
    pass.backward(example, wanted, gradient, keep);
  }
  const once = new BagGradient(network);
  loss();
  pass.backward(example, wanted, once, keep);
  expect(gradient.touchedCount).toBe(5);
  expect(gradient.rows.subarray(0, 20)).toEqual(once.rows.subarray(0, 20));
  expect(gradient.layers).toEqual(once.layers);
});
