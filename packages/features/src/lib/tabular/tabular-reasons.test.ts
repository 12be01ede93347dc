import * as v from "valibot";
import { expect, test } from "vitest";
import { TabularModelManifest } from "../../tabular-model-manifest.ts";
import { tabularModelInput } from "./tabular-input.ts";
import { occludedRows, tabularReasons } from "./tabular-reasons.ts";

const numeric = (name: string) => ({
  kind: "numeric",
  name,
  label: `the ${name}`,
  hasMissing: false,
  lower: -9,
  upper: 9,
  scale: 1,
  knots: [],
  means: [1],
});
/** Two classes; the second's logit is 3 age - 0.5 of the first month's unit; nothing of `noise`. */
const manifest = v.parse(TabularModelManifest, {
  kind: "tabular",
  name: "linear",
  version: "1.0.0",
  tabularSchema: "tabular.v1",
  labelColumn: "y",
  columns: [
    numeric("noise"),
    {
      kind: "categorical",
      name: "month",
      label: "month",
      hasMissing: false,
      hasOther: false,
      values: ["may", "june"],
      means: [0.5, 0.5],
    },
    numeric("age"),
  ],
  layers: [{ inputs: 4, units: 2, activation: "linear", scale: 1, weightsOffset: 0, biasOffset: 8 }],
  classes: [
    { code: "no", label: "no" },
    { code: "yes", label: "yes" },
  ],
  answer: { kind: "softmax", temperature: 2, shifts: [0, 0.25] },
  weights: { file: "weights.bin", bytes: 16, sha256: "0".repeat(64) },
});
const logits = (input: Float32Array) => [0, 3 * (input[3] ?? 0) - 0.5 * (input[1] ?? 0)];

test("each column is occluded once, with all of its units", () => {
  const input = tabularModelInput(manifest, { noise: 3, month: "may", age: 2 });
  expect([...input]).toEqual([2, 0.5, -0.5, 1]);
  expect([...occludedRows(manifest, input)]).toEqual([0, 0.5, -0.5, 1, 2, 0, 0, 1, 2, 0.5, -0.5, 0]);
});

test("an effect is the difference in calibrated log-odds, largest first, and no effect is no reason", () => {
  const row = { noise: 3, month: "may", age: 2 };
  const input = tabularModelInput(manifest, row);
  const occluded = occludedRows(manifest, input);
  const without = Float32Array.from([0, 1, 2].flatMap((at) => logits(occluded.subarray(at * 4, at * 4 + 4))));
  const of = (index: number) =>
    tabularReasons(manifest, row, index, Float32Array.from(logits(input)), without).map(
      ({ column, label, value, effect }) => [column, label, value, Number(effect.toFixed(5))],
    );
  expect(of(1)).toEqual([
    ["age", "the age", 2, 1.5],
    ["month", "month", "may", -0.125],
  ]);
  expect(of(0).map(([column, , , effect]) => [column, effect])).toEqual([
    ["age", -1.5],
    ["month", 0.125],
  ]);
});
