import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { TabularModelManifest } from "./tabular-model-manifest.ts";

const column = {
  kind: "numeric",
  name: "age",
  label: "age",
  hasMissing: true,
  lower: 18,
  upper: 90,
  scale: 10,
  knots: [18, 40, 90],
  means: [4, 0.5, 0.2, 0.1],
};
const good = {
  kind: "tabular",
  name: "churn",
  version: "1.0.0",
  tabularSchema: "tabular.v1",
  labelColumn: "left",
  columns: [column],
  layers: [{ inputs: 4, units: 2, activation: "linear", scale: 0.1, weightsOffset: 0, biasOffset: 8 }],
  classes: [
    { code: "0", label: "stays" },
    { code: "1", label: "leaves" },
  ],
  answer: { kind: "softmax", temperature: 1, shifts: [0, 0] },
  weights: { file: "weights.bin", bytes: 16, sha256: "a".repeat(64) },
};
const isGood = (manifest: unknown) => v.safeParse(TabularModelManifest, manifest).success;

test("a manifest whose parts fit is accepted", () => {
  expect(isGood(good)).toBe(true);
});

describe("refused", () => {
  test.each([
    ["a unit too few", { ...good, columns: [{ ...column, knots: [18, 90] }] }],
    ["a mean too many", { ...good, columns: [{ ...column, means: [4, 0.5, 0.2, 0.1, 0] }] }],
    ["a column twice", { ...good, columns: [column, column] }],
    ["a class twice", { ...good, classes: [good.classes[0], good.classes[0]] }],
    ["one class", { ...good, classes: good.classes.slice(0, 1) }],
    ["a shift too few", { ...good, answer: { ...good.answer, shifts: [0] } }],
    ["weights beyond the file", { ...good, weights: { ...good.weights, bytes: 12 } }],
    ["another way of reading rows", { ...good, tabularSchema: "tabular.v2" }],
    ["a number that is none", { ...good, columns: [{ ...column, scale: Number.NaN }] }],
    ["a field that nobody knows", { ...good, extra: 1 }],
  ])("%s", (_, manifest) => {
    expect(isGood(manifest)).toBe(false);
  });
});
