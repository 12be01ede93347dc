import { emptySession, featureRecord } from "@sedge/features";
import { ModelManifest } from "@sedge/features/model-manifest";
import * as v from "valibot";
import { expect, test } from "vitest";
import { occlusions, reasons } from "./predict.ts";

const input = (feature: string, label: string) => ({ feature, label, mean: 0, scale: 1, lower: -9, upper: 9 });
/** Two outputs, linear in three features; `clickDepth` enters twice. */
const manifest = v.parse(ModelManifest, {
  name: "linear",
  version: "1.0.0",
  featureSchema: "session.v1",
  inputs: [
    input("clickDepth", "pages"),
    input("weekend", "weekend"),
    input("clickDepth", "pages again"),
    input("returning", "back"),
  ],
  layers: [{ inputs: 4, units: 2, activation: "linear", scale: 1, weightsOffset: 0, biasOffset: 8 }],
  outputs: [
    { code: "a", label: "a", temperature: 2, shift: 0 },
    { code: "b", label: "b", temperature: 1, shift: 0 },
  ],
  weights: { file: "weights.bin", bytes: 16, sha256: "0".repeat(64) },
});
const WEIGHTS = [
  [1, 0],
  [-8, 1],
  [2, 0],
  [0, 0],
];
const logitsOf = (row: Float32Array) =>
  [0, 1].map((output) => row.reduce((sum, x, at) => sum + x * (WEIGHTS[at]?.[output] ?? 0), 0));
const row = Float32Array.of(3, 1, 0.5, 1);
const record = { ...featureRecord(emptySession(0)), clickDepth: 7, weekend: 1 };
const occluded = (rows: Float32Array) =>
  Float32Array.from({ length: rows.length / 4 }, (_, at) => at).reduce<number[]>(
    (all, at) => [...all, ...logitsOf(rows.slice(at * 4, at * 4 + 4))],
    [],
  );

test("each feature is occluded once, with all of its inputs", () => {
  expect([...occlusions(manifest, row)]).toEqual([0, 1, 0, 1, 3, 0, 0.5, 1, 3, 1, 0.5, 0]);
});

test("an effect is the difference in calibrated log-odds, largest first, and no effect is no reason", () => {
  const rows = occlusions(manifest, row);
  const [a, b] = [0, 1].map((output) =>
    reasons(manifest, record, output, Float32Array.from(logitsOf(row)), Float32Array.from(occluded(rows))),
  );
  expect(a).toEqual([
    { feature: "weekend", label: "weekend", value: 1, effect: -4 },
    { feature: "clickDepth", label: "pages", value: 7, effect: 2 },
  ]);
  expect(b).toEqual([{ feature: "weekend", label: "weekend", value: 1, effect: 1 }]);
});
