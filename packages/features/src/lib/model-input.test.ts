import * as v from "valibot";
import { expect, test } from "vitest";
import { ModelManifest } from "../model-manifest.ts";
import { calibrate, modelInput } from "./model-input.ts";
import { featureRecord } from "./feature-record.ts";
import { emptySession } from "./session.ts";

const manifest = v.parse(ModelManifest, {
  name: "sample",
  version: "1.0.0",
  featureSchema: "session.v1",
  inputs: [
    { feature: "clicks", mean: 2, scale: 4, lower: 0, upper: 10, label: "clicks" },
    { feature: "dwellSeconds", curve: "log1p", mean: 1, scale: 2, lower: 0, upper: 5, label: "seconds" },
  ],
  layers: [{ inputs: 2, units: 1, activation: "linear", scale: 0.01, weightsOffset: 0, biasOffset: 4 }],
  outputs: [{ code: "stays", label: "stays", temperature: 1.6, shift: -0.4 }],
  weights: { file: "weights.bin", bytes: 8, sha256: "0".repeat(64) },
});
const record = featureRecord(emptySession(0));

test("a feature is bent, clipped, then standardised", () => {
  expect([...modelInput(manifest, { ...record, clicks: 6, dwellSeconds: Math.E ** 3 - 1 })]).toEqual([1, 1]);
  expect([...modelInput(manifest, { ...record, clicks: 999, dwellSeconds: 1e9 })]).toEqual([2, 2]);
});

test("a manifest of another schema or with an unknown feature is refused", () => {
  expect(() => modelInput({ ...manifest, featureSchema: "session.v2" }, record)).toThrow(RangeError);
  const inputs = manifest.inputs.map((input) => Object.assign({}, input, { feature: "valueOf" }));
  expect(() => modelInput({ ...manifest, inputs }, record)).toThrow(/unknown feature, valueOf/);
});

test("calibration divides by the temperature before it shifts", () => {
  const [output] = manifest.outputs;
  if (!output) throw new Error("no output");
  expect(calibrate(output, 0.8)).toBeCloseTo(1 / (1 + Math.exp(-0.1)), 12);
  expect(calibrate(output, -1_000)).toBeCloseTo(0, 12);
  expect(calibrate(output, 1_000)).toBe(1);
});
