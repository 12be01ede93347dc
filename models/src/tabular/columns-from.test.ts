import { expect, test } from "vitest";
import { type ColumnsPlan, columnsFrom } from "./columns-from.ts";

const plan: ColumnsPlan = { knots: 5, minCategoryRows: 3, hints: {} };

test("a column is numeric if all of its values are numbers, unless a hint says otherwise", () => {
  const rows = ["1", "2", 3, "4.5e0"].map((value) => ({ value }));
  expect(columnsFrom(rows, ["value"], plan)[0]?.kind).toBe("numeric");
  const hinted = columnsFrom(rows, ["value"], {
    ...plan,
    minCategoryRows: 1,
    hints: { value: { kind: "categorical" } },
  });
  expect(hinted[0]).toMatchObject({ kind: "categorical", values: ["1", "2", "3", "4.5e0"] });
  expect(
    columnsFrom([...rows, { value: "many" }, { value: "many" }], ["value"], { ...plan, minCategoryRows: 2 })[0],
  ).toMatchObject({
    kind: "categorical",
    values: ["many"],
    hasOther: true,
  });
});

test("a number's knots are its quantiles, and its means those of the units", () => {
  const rows = Array.from({ length: 101 }, (_, index) => ({ age: String(index) }));
  const [age] = columnsFrom(rows, ["age"], plan);
  expect(age).toMatchObject({ kind: "numeric", lower: 1, upper: 100, knots: [25, 50, 75, 100] });
  if (age?.kind !== "numeric") throw new Error("age is a number");
  expect(age.means[0]).toBeCloseTo(50 / age.scale, 1);
});

test("few values are their own knots, and two need none", () => {
  const of = (values: readonly number[]) =>
    columnsFrom(
      Array.from({ length: 60 }, (_, index) => ({ x: values[index % values.length] ?? 0 })),
      ["x"],
      plan,
    )[0];
  expect(of([3, 1, 2])).toMatchObject({ knots: [1, 2, 3] });
  expect(of([0, 1])).toMatchObject({ knots: [] });
});

test("a rare flag is not trimmed away", () => {
  const rows = Array.from({ length: 1_000 }, (_, index) => ({ flag: Number(index < 2) }));
  expect(columnsFrom(rows, ["flag"], plan)[0]).toMatchObject({ lower: 0, upper: 1 });
});

test("rare categories are together one, and the commonest come first", () => {
  const rows = ["b", "b", "b", "b", "a", "a", "a", "z", "y"].map((kind) => ({ kind }));
  expect(columnsFrom(rows, ["kind"], plan)[0]).toMatchObject({ values: ["b", "a"], hasOther: true });
});

test("missing values get a unit, whose mean is their share", () => {
  const rows = [1, null, 2, "", 3, 4, 5, 6].map((x) => ({ x }));
  const [column] = columnsFrom(rows, ["x"], plan);
  expect(column?.hasMissing).toBe(true);
  expect(column?.means.at(-1)).toBe(0.25);
});

test("a column that is always the same, or always missing, is left out", () => {
  const rows = [1, 2, 3].map((x) => ({ x, same: "a", gone: null }));
  expect(columnsFrom(rows, ["x", "same", "gone"], plan).map(({ name }) => name)).toEqual(["x"]);
});
