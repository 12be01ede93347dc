import { expect, test } from "vitest";
import { textTable } from "./text-table.ts";

test("columns are as wide as their widest cell, and figures stand right", () => {
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

test("a short row leaves its last cells empty, without trailing space", () => {
  expect(textTable(["a", "b"], [["x"]], ["left", "left"]).split("\n")[2]).toBe("x");
});
