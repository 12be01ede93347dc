import { expect, test } from "vitest";
import { dequantise, forward } from "@sedge/features/dense-network";
import { quantise } from "./quantise.ts";
import { normal, randomFrom } from "./random.ts";

const random = randomFrom(21);
const layer = (inputs: number, units: number) => ({
  inputs,
  units,
  weights: Float64Array.from({ length: inputs * units }, () => 0.3 * normal(random)),
  bias: Float64Array.from({ length: units }, () => normal(random)),
});
const network = [layer(5, 7), layer(7, 3)];

test("a small network worked out by hand", () => {
  const one = { inputs: 2, units: 2, weights: Float64Array.of(1, -1, 2, 1), bias: Float64Array.of(0.5, -4) };
  const two = { inputs: 2, units: 1, weights: Float64Array.of(3, 100), bias: Float64Array.of(-1) };
  // Hidden: 1 + 4 + .5 = 5.5, and -1 + 2 - 4 = -3, which ReLU silences; then 3 · 5.5 - 1.
  expect([...forward([one, two], [1, 2])]).toEqual([15.5]);
  expect(() => forward([one, two], [1])).toThrow(RangeError);
});

test("weights come back within half a step, biases exactly as float32, at aligned offsets", () => {
  const { layers, bytes } = quantise(network);
  const back = dequantise({ layers, bytes });
  expect(bytes.length).toBe(36 + 28 + 24 + 12);
  layers.forEach(({ scale, biasOffset }, depth) => {
    expect(biasOffset % 4).toBe(0);
    back[depth]?.weights.forEach((weight, index) =>
      expect(Math.abs(weight - (network[depth]?.weights[index] ?? 0))).toBeLessThanOrEqual(scale / 2 + 1e-12),
    );
    expect(back[depth]?.bias).toEqual(Float64Array.from(Float32Array.from(network[depth]?.bias ?? [])));
  });
});

test("a file read at an odd place in a bigger buffer gives the same network", () => {
  const { layers, bytes } = quantise(network);
  const buffer = new Uint8Array(bytes.length + 3);
  buffer.set(bytes, 3);
  expect(dequantise({ layers, bytes: buffer.subarray(3) })).toEqual(dequantise({ layers, bytes }));
});
