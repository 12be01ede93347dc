import { expect, test } from "vitest";
import { checkClasses } from "./labelled-row.ts";

test("a model has at most 1,024 classes, without out-of-scope", () => {
  const rows = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ row: index + 2, label: `c${index}`, likeness: "" }));
  const table = { file: "in.csv", columns: ["x", "y"], rows: [] };
  expect(() => checkClasses(table, "y", rows(1_024))).not.toThrow();
  expect(() => checkClasses(table, "y", rows(1_025))).toThrow(
    /^too-many-classes: in\.csv, row 2, column "y" and below: /,
  );
  expect(() => checkClasses(table, "y", rows(2), "c1")).toThrow(/^one-class: .* only the class "c0"/);
});
