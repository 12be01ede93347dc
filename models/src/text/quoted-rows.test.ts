import { expect, test } from "vitest";
import { quotedRows } from "./quoted-rows.ts";

test("cells with commas, quotes and line breaks are read whole", () => {
  expect(quotedRows('text,label\n"a, ""b""\nc",x\r\nplain,y\n')).toEqual([
    ["text", "label"],
    ['a, "b"\nc', "x"],
    ["plain", "y"],
  ]);
  expect(quotedRows("a,\n,b")).toEqual([
    ["a", ""],
    ["", "b"],
  ]);
  expect(quotedRows("")).toEqual([]);
});
