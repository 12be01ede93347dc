import { parse } from "csv-parse/sync";
import { expect, test } from "vitest";
import { csvLine } from "./csv-line.ts";

test("writes cells that a reader returns unchanged", () => {
  const cells = ["plain", "", "a, b", 'say "no"', "two\nlines", "\r", " spaces "];
  expect(parse(`${csvLine(cells)}\n`, { record_delimiter: "\n" })).toEqual([cells]);
  expect(csvLine(["a", "b c"])).toBe("a,b c");
});
