import * as v from "valibot";
import { expect, test } from "vitest";
import { TextModelManifest } from "./text-model-manifest.ts";

const manifest: TextModelManifest = {
  kind: "text",
  name: "sample",
  version: "1.0.0",
  textSchema: "text.v1",
  grams: { pairs: true, skips: false, charactersFrom: 3, charactersTo: 5 },
  table: { buckets: 10, dimensions: 3, parts: 2, scale: 0.1, gateScale: 0.02, offset: 0 },
  layers: [{ inputs: 6, units: 3, activation: "linear", scale: 0.1, weightsOffset: 80, biasOffset: 100 }],
  classes: ["a", "b"].map((code) => ({ code, label: code })),
  answer: { kind: "softmax", temperature: 1 },
  outOfScope: { shift: 0, energy: 0, background: 1, surprise: 0, threshold: 0.5 },
  weights: { file: "weights.bin", bytes: 112, sha256: "0".repeat(64) },
};
const { outOfScope: _, ...closed } = manifest;
const sigmoid = {
  kind: "sigmoid" as const,
  classes: manifest.classes.map(() => ({ temperature: 1, shift: 0, threshold: 0.5 })),
};
const twoUnits = manifest.layers.map((layer) => Object.assign({}, layer, { units: 2 }));

test("a manifest whose parts fit is taken, with and without out-of-scope, softmax or sigmoid", () => {
  expect(v.parse(TextModelManifest, manifest)).toEqual(manifest);
  expect(v.is(TextModelManifest, { ...closed, layers: twoUnits })).toBe(true);
  expect(v.is(TextModelManifest, { ...closed, layers: twoUnits, answer: sigmoid })).toBe(true);
});

test("an out-of-scope score without a background unit needs no logit of its own", () => {
  const { background: _unit, ...score } = { background: 1, shift: 0, energy: -1, surprise: 1, threshold: 0.5 };
  expect(v.is(TextModelManifest, { ...closed, outOfScope: score, layers: twoUnits, languages: ["en", "de"] })).toBe(
    true,
  );
  expect(v.is(TextModelManifest, { ...closed, outOfScope: score })).toBe(false);
  expect(v.is(TextModelManifest, { ...manifest, languages: ["English"] })).toBe(false);
});

test.each([
  ["a table that ends beyond the file", { ...manifest, table: { ...manifest.table, buckets: 15 } }],
  ["a table that is not as wide as the first layer", { ...manifest, table: { ...manifest.table, dimensions: 2 } }],
  ["units that are not the classes and the background", { ...manifest, layers: twoUnits }],
  ["a sigmoid with out-of-scope", { ...manifest, answer: sigmoid }],
  [
    "a class that is there twice",
    { ...manifest, classes: [...manifest.classes.slice(1), ...manifest.classes.slice(1)] },
  ],
  ["character runs that end before they start", { ...manifest, grams: { ...manifest.grams, charactersTo: 2 } }],
  ["more than a megabyte", { ...manifest, weights: { ...manifest.weights, bytes: 1_048_577 } }],
  ["another text schema", { ...manifest, textSchema: "text.v2" }],
])("%s is refused", (_what, refused) => {
  expect(v.is(TextModelManifest, refused)).toBe(false);
});
