import { textModelInput } from "@sedge/features/text";
import { expect, test } from "vitest";
import { dequantise, forward } from "@sedge/features/dense-network";
import { normal, randomFrom } from "../random.ts";
import { emptyBag } from "./bag-network.ts";
import { BagPass } from "./bag-pass.ts";
import { bagRows } from "./bag-rows.ts";
import { quantiseBag } from "./quantise-bag.ts";

const grams = { pairs: true, skips: true, charactersFrom: 2, charactersTo: 4 };
const network = emptyBag({ buckets: 300, dimensions: 5, parts: 3 }, [6, 4]);
const random = randomFrom(4);
for (const values of [network.table, ...network.layers.flatMap(({ weights, bias }) => [weights, bias])]) {
  for (let index = 0; index < values.length; index += 1) values[index] = 0.6 * normal(random);
}

test("what ships says what was trained, but for the rounding", () => {
  const { table, layers, bytes } = quantiseBag(network);
  expect(bytes.length).toBe(3 * 300 * 6 + (15 * 6 + 2) + 6 * 4 + 6 * 4 + 4 * 4);
  const dense = dequantise({ layers, bytes });
  for (const text of ["where is it", "", "A much longer text, with marks!! and 👍 in it"]) {
    const shipped = forward(dense, textModelInput({ grams, table }, bytes, text));
    const trained = new BagPass(network).forward({ rows: bagRows(text, grams, network.shape) });
    trained.forEach((logit, unit) => expect(Math.abs(logit - (shipped[unit] ?? Number.NaN))).toBeLessThan(0.12));
  }
});

test("a value that stands alone is clipped when that keeps the rest sharp", () => {
  const wide = emptyBag({ buckets: 5_000, dimensions: 8, parts: 1 }, [2]);
  wide.table.forEach((_, index) => (wide.table[index] = index === 0 ? 4 : 0.1 * normal(random)));
  expect(quantiseBag(wide).table.scale).toBeLessThan(3.5 / 127);
  wide.table[0] = 0.4;
  expect(quantiseBag(wide).table.scale).toBeGreaterThan(0.25 / 127);
});
