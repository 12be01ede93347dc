import { expect, test } from "vitest";
import { textTable } from "./text-table.ts";

test("makes columns as wide as their widest cell, and aligns figures to the right", () => {
  const lines = textTable(
    ["what", "ms"],
    [
      ["one row", "0.06"],
      ["256", "12.5"],
    ],
    ["left", "right"],
  ).split("\n");
  expect(lines).toEqual(["what       ms", "───────  ────", "one row  0.06", "256      12.5"]);
});

test("leaves missing cells empty, without trailing spaces", () => {
  expect(textTable(["a", "b"], [["x"]], ["left", "left"]).split("\n")[2]).toBe("x");
});
