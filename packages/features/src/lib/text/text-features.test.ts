import fc from "fast-check";
import { expect, test } from "vitest";
import { textFeatures, type TextGrams } from "./text-features.ts";
import { textHash, textRow } from "./text-hash.ts";

const grams: TextGrams = { pairs: true, skips: true, charactersFrom: 3, charactersTo: 4 };

test("the features of a sentence are pinned: another hash is another schema", () => {
  expect([...textFeatures("Stop it!", grams)]).toMatchInlineSnapshot(`
    [
      4263044789,
      223137385,
      2268015399,
      2166066972,
      1814290066,
      3002653340,
      1587053302,
      3107100073,
      600401589,
      2193108065,
      3177980451,
      3611095668,
      1377014654,
      9865975,
      3601831646,
      4036322577,
      361160274,
      2300569856,
    ]
  `);
  expect([...textFeatures("Ключ 🔑", { ...grams, skips: false, charactersTo: 3 })]).toMatchInlineSnapshot(`
    [
      2218431217,
      1348212402,
      3986120694,
      2058699577,
      1805944294,
      827863780,
      2038302028,
      3204974074,
    ]
  `);
  expect(textFeatures("Stop it!", grams).length).toBe(1 + 2 + (4 + 3 + 2 + 1) + 3 + 2);
});

test("features are pure, bounded and never empty, for any text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
      const features = textFeatures(text, grams);
      expect(features.length).toBeGreaterThan(0);
      expect(features.length).toBeLessThan(25_000);
      expect(textFeatures(text, grams).join()).toBe(features.join());
    }),
    { numRuns: 20 },
  );
  expect(textFeatures("a".repeat(2_000), { ...grams, charactersFrom: 1, charactersTo: 8 }).length).toBeLessThan(25_000);
});

test("what is not asked for is not there", () => {
  const none = { pairs: false, skips: false, charactersFrom: 0, charactersTo: 0 };
  expect(textFeatures("one two one", none).length).toBe(3);
  expect(textFeatures("", none)).toEqual(Uint32Array.of(textHash(1, "")));
  expect(new Set(textFeatures("one two one", none)).size).toBe(2);
});

test("parts spread the same features differently and evenly", () => {
  const rows = 64;
  const hashes = Array.from({ length: 6_400 }, (_, index) => textHash(1, `word${index}`));
  for (const part of [0, 1, 2]) {
    const counts = Array.from({ length: rows }, () => 0);
    for (const hash of hashes) counts[textRow(hash, part, rows)] = (counts[textRow(hash, part, rows)] ?? 0) + 1;
    // Chi-squared with 63 degrees of freedom: beyond 104 in one of a thousand draws.
    expect(counts.reduce((sum, count) => sum + (count - 100) ** 2 / 100, 0)).toBeLessThan(104);
  }
  const together = hashes.filter((hash) => textRow(hash, 0, rows) === textRow(hash, 1, rows)).length;
  expect(together).toBeLessThan(150);
});
