import { describe, expect, test } from "vitest";
import type { TabularColumn } from "../../tabular-model-manifest.ts";
import { tabularModelInput } from "./tabular-input.ts";

const base = { label: "a column", hasMissing: false };
const calls: TabularColumn = {
  kind: "numeric",
  ...base,
  name: "calls",
  lower: 0,
  upper: 40,
  scale: 4,
  knots: [0, 10, 40],
  means: [0, 0, 0],
};
const month: TabularColumn = {
  kind: "categorical",
  ...base,
  name: "month",
  values: ["may", "june"],
  hasOther: true,
  means: [0.5, 0.25, 0.25],
};
const input = (column: TabularColumn, value: string | number | null) => [
  ...tabularModelInput({ columns: [column] }, { [column.name]: value }),
];

describe("a numeric column", () => {
  test.each([
    [25, [6.25, 1, 0.5]],
    ["5", [1.25, 0.5, 0]],
    [-7, [0, 0, 0]],
    [1e9, [10, 1, 1]],
  ])("%s enters as itself and as steps along its knots, clipped", (value, units) => {
    expect(input(calls, value)).toEqual(units);
  });

  test.each(["many", " ", "NaN", Number.POSITIVE_INFINITY])("refuses %s by the column's name", (value) => {
    expect(() => input(calls, value)).toThrow(/column calls is to be a number/);
  });
});

test("a category has a unit for each known value and one for any other, less their means", () => {
  expect(input(month, "june")).toEqual([-0.5, 0.75, -0.25]);
  expect(input(month, "yule")).toEqual([-0.5, -0.25, 0.75]);
});

test("an unknown category without a unit for others is the average", () => {
  expect(input({ ...month, hasOther: false, means: [0.5, 0.5] }, "yule")).toEqual([0, 0]);
});

describe("a missing value", () => {
  test.each([calls, month])("is the average where training had none", (column) => {
    expect(input(column, null).every((unit) => unit === 0)).toBe(true);
    expect(input(column, "")).toEqual(input(column, null));
    expect([...tabularModelInput({ columns: [column] }, {})]).toEqual(input(column, null));
  });

  test("has a unit of its own where training had some", () => {
    const sparse = { ...calls, hasMissing: true, means: [2, 0.5, 0.25, 0.125] };
    expect(input(sparse, null)).toEqual([0, 0, 0, 0.875]);
    expect(input(sparse, 40)).toEqual([8, 0.5, 0.75, -0.125]);
  });
});

test("orders columns as the manifest does, and ignores others", () => {
  const row = { month: "may", secret: "not a number", calls: 10 };
  expect([...tabularModelInput({ columns: [calls, month] }, row)]).toEqual([2.5, 1, 0, 0.5, -0.25, -0.25]);
});
