import { expect, test } from "vitest";
import { jsonLine } from "./json-line.ts";

test("writes one line that parses to the input with shortened numbers", () => {
  const line = jsonLine({
    bench: "edge",
    cells: [{ name: "two\nlines", ratio: 1 / 3, rate: 12_345.678_9 }],
    none: null,
  });
  expect(line).not.toContain("\n");
  expect(JSON.parse(line)).toEqual({
    bench: "edge",
    cells: [{ name: "two\nlines", ratio: 0.333333, rate: 12_345.7 }],
    none: null,
  });
});

test("writes null for NaN and infinities", () => {
  expect(JSON.parse(jsonLine({ value: Number.NaN }))).toEqual({ value: null });
});
