import { expect, test } from "vitest";
import type { ModelScore } from "./model-score.ts";
import { modelsReport } from "./models-report.ts";

const conditions = { cpu: "none", cores: 2, load: 0, node: "24" };
const banking: ModelScore = {
  model: "intent-banking",
  measure: "accuracy, refusing nothing",
  value: 0.92,
  ece: 0.03,
  rows: 3_080,
  bytes: 900_000,
  msPerRow: 0.2,
};
const report = (value: number | null, ece: number | null, json = false) =>
  modelsReport(
    {
      conditions,
      models: [
        { model: "intent-banking", scores: [{ ...banking, value, ece }] },
        { model: "churn", scores: "no data" },
      ],
    },
    { json },
  );
const rowOf = (text: string) =>
  text.split("\n").find((line) => line.startsWith("intent-banking  accuracy, refusing nothing"));

test("marks exactly the peers, targets and calibrations that are missed", () => {
  // Aim .93, small .9075, best .9366.
  expect(rowOf(report(0.92, 0.03))).toMatch(/0\.9200 +0\.9300 ✗ +0\.9075 +0\.9366 ✗ +0\.0300 ✗/);
  expect(rowOf(report(0.93, 0.02))).toMatch(/0\.9300 +0\.9300 +0\.9075 +0\.9366 ✗ +0\.0200 +900/);
  expect(rowOf(report(null, null))).toMatch(/– +0\.9300 ✗ +0\.9075 ✗ +0\.9366 ✗ +– /);
});

test("reports skipped models", () => expect(report(0.92, 0.03)).toContain("\nchurn: skipped, no data\n"));

test("ends with JSON, alone with --json", () => {
  const line = report(0.94, 0.01).split("\n").at(-1) ?? "";
  expect(report(0.94, 0.01, true)).toBe(line);
  expect(JSON.parse(line)).toMatchObject({
    bench: "models",
    scores: [{ model: "intent-banking", value: 0.94, aim: 0.93, isMet: true, isCalibrated: true }],
    skipped: [{ model: "churn", why: "no data" }],
  });
});
