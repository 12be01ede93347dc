import { expect, test } from "vitest";
import { fitLines } from "./fit-lines.ts";

test("says which weights were used, and what to check", () => {
  const [names, matches] = fitLines(
    [
      { sign: "names", field: "surname" },
      { sign: "matches", learned: 306_183, safe: 3_600 },
    ],
    1,
    false,
  );
  expect(names).toMatch(/surname differs more often than not.*safe weights.*--map/);
  expect(matches).toMatch(/expect 306183 matching pairs, safe ones 3600.*safe weights/);
});

test("names the field of a repeated value, and the size of a profile", () => {
  const lines = fitLines(
    [
      { sign: "value", field: "birthDate", share: 0.617 },
      { sign: "profile", records: 240 },
    ],
    1,
    false,
  );
  expect(lines[0]).toContain("62 % of the records that have birthDate");
  expect(lines[1]).toContain("240 records");
});

test("with several inputs, reports what it assumed of them", () => {
  expect(fitLines([], 2, false)).toEqual([expect.stringContaining("--once-per-input")]);
  expect(fitLines([], 2, true)).toEqual([]);
  expect(fitLines([], 1, false)).toEqual([]);
});
