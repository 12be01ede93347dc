import { expect, test } from "vitest";
import type { EdgeResult } from "./edge-bench.ts";
import { edgeReport, elementMs } from "./edge-report.ts";
import { FOUR_ELEMENTS, ONE_ELEMENT } from "./prf-cells.ts";
import type { CellSummary } from "./summary.ts";

const cell = (name: string, calmP50: number): CellSummary => ({
  name,
  about: "",
  rate: 400,
  ratio: 0.05,
  limitedRatio: 0.5,
  calmP50,
  calmP95: 2,
  loadedP50: 3,
  loadedP95: 4,
  requests: 1_500,
});

const result: EdgeResult = {
  conditions: { cpu: "a CPU", cores: 2, load: 3, node: "24.0.0" },
  workerd: "1.2.3",
  rounds: 2,
  helloRate: 8_000,
  limitedRate: 800,
  helloMs: 0.2,
  cells: [cell(ONE_ELEMENT, 6), cell(FOUR_ELEMENTS, 13.5)],
  evaluation: { evaluationMs: 0.6, shareMs: 2, fourShareMs: 5 },
  worstVisitor: { event: "worst-visitor", megabytes: 87.4, tokens: 3_000, bytesOfToken: 27_100 },
};
const options = { seconds: 1, rounds: 3, connections: 16, json: false };

test("ends with JSON of every cell, and prints only JSON with --json", () => {
  const text = edgeReport(result, options);
  const last = text.split("\n").at(-1) ?? "";
  expect(JSON.parse(last)).toMatchObject({ bench: "edge", rounds: 2, cells: [{ name: ONE_ELEMENT, rate: 400 }, {}] });
  expect(edgeReport(result, { ...options, json: true })).toBe(last);
});

test("reports the number of rounds and checked answers, and a busy machine", () => {
  const text = edgeReport(result, options);
  expect(text).toContain("median of 2 rounds");
  expect(text).toContain("Every one of 3,000 answers was checked");
  expect(text).toContain("The machine was busy");
  expect(text).toContain("at most 87.4 MB a day (3,000 tokens of 27.1 KB each, and votes)");
});

test("computes an element's cost as a third of the difference between four and one", () => {
  expect(elementMs(result.cells)).toBe(2.5);
  expect(elementMs([])).toBeNull();
});
