import { expect, test } from "vitest";
import { BATCH_ROWS, preferred } from "./backend-choice.ts";

test("each job takes what was fastest for it", () => {
  const medians = { webgpu: { row: 1, batch: 1.2 }, wasm: { row: 0.06, batch: 2.8 }, cpu: { row: 0.13, batch: 55 } };
  expect(preferred(medians, 1)).toEqual(["wasm", "cpu", "webgpu"]);
  expect(preferred(medians, BATCH_ROWS)).toEqual(["webgpu", "wasm", "cpu"]);
});

test("WebGPU is used wherever it is not slower", () => {
  const medians = { webgpu: { row: 0.5, batch: 1 }, wasm: { row: 0.5, batch: 1 }, cpu: { row: 0.5, batch: 1 } };
  expect(preferred(medians, 1)).toEqual(["webgpu", "wasm", "cpu"]);
});

test("a few rows go to whom a few rows cost least", () => {
  const medians = { webgpu: { row: 1, batch: 1.2 }, wasm: { row: 0.06, batch: 2.8 } };
  expect(preferred(medians, 20)[0]).toBe("wasm");
  expect(preferred(medians, 120)[0]).toBe("webgpu");
});

test("before a measurement the quickest to start comes first", () => {
  expect(preferred({}, 1)[0]).toBe("cpu");
});

test("what was not measured is only there for when all else fails", () => {
  expect(preferred({ wasm: { row: 9, batch: 9 } }, 1)).toEqual(["wasm", "cpu", "webgpu"]);
});
