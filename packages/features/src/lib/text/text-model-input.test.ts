import { expect, test } from "vitest";
import { textFeatures } from "./text-features.ts";
import { textRow } from "./text-hash.ts";
import { textModelInput } from "./text-model-input.ts";
import type { TextTable } from "./text-pool.ts";

const grams = { pairs: false, skips: false, charactersFrom: 0, charactersTo: 0 };
const table: TextTable = { buckets: 50, dimensions: 2, parts: 2, scale: 0.5, gateScale: 0.1, offset: 3 };

/** A weights file in which each word's rows have the given values and gate. */
function weightsWith(rows: Record<string, readonly [number, number, number]>): Uint8Array {
  const bytes = new Int8Array(3 + 2 * 50 * 3);
  for (const [word, values] of Object.entries(rows)) {
    const [hash = 0] = textFeatures(word, grams);
    for (const part of [0, 1]) bytes.set(values, 3 + (part * 50 + textRow(hash, part, 50)) * 3);
  }
  return new Uint8Array(bytes.buffer);
}

test("rows are weighted by their gates and their sum is divided by the weights' length", () => {
  const weights = weightsWith({ lost: [4, -2, 10], card: [1, 1, 0] });
  const norm = 0.5 / Math.sqrt(1 + Math.E ** 2 + 1);
  const pooled = textModelInput({ grams, table }, weights, "lost card");
  const wanted = [(4 * Math.E + 1) * norm, (-2 * Math.E + 1) * norm];
  expect(pooled.length).toBe(4);
  [...wanted, ...wanted].forEach((value, index) => expect(pooled[index]).toBeCloseTo(value, 6));
});

test("reads weights within a larger buffer from their offset", () => {
  const weights = weightsWith({ lost: [4, -2, 10] });
  const larger = new Uint8Array(weights.length + 7);
  larger.set(weights, 7);
  expect(textModelInput({ grams, table }, larger.subarray(7), "lost")).toEqual(
    textModelInput({ grams, table }, weights, "lost"),
  );
});
