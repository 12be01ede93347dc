import { expect, test } from "vitest";
import { scanCsv } from "./csv-scan.ts";

const bytesOf = (text: string) => new TextEncoder().encode(text);
const comma = 0x2c;

test.each([
  ["LF", "a,b\n1,2\n\n3,4\n", [1, 2, 4]],
  ["CRLF", "a,b\r\n1,2\r\n\r\n3,4", [1, 2, 4]],
  ["CR", "a,b\r1,2\r", [1, 2]],
  ["cells of several lines", 'a,b\r\n"x\r\ny",2\r\n"p\n\nq",4\r\n5,6', [1, 2, 4, 7]],
  ["doubled quotes", 'a,b\n"say ""no""\nand go",2\n3,4\n', [1, 2, 4]],
  ["a quote inside a cell", 'a,b\n5" pipe,2\n3,4\n', [1, 2, 3]],
])("counts rows by the lines that an editor shows: %s", (_, text, starts) => {
  expect(scanCsv(bytesOf(text), comma)).toEqual({ starts });
});

test("locates a byte by its row and column", () => {
  const text = 'a,b,c\n"x\ny",2,3\n4,"5,5",6\n';
  const at = (part: string) => scanCsv(bytesOf(text), comma, { stopAt: text.indexOf(part) }).stopped;
  expect(at("y")).toEqual({ row: 2, column: 0, why: "reached" });
  expect(at(",5")).toEqual({ row: 4, column: 1, why: "reached" });
  expect(at("6")).toEqual({ row: 4, column: 2, why: "reached" });
});

test("stops at the first byte above the row limit", () => {
  const text = `a,b\n1,${"x".repeat(8)}\n`;
  expect(scanCsv(bytesOf(text), comma, { maxRowBytes: 10 }).stopped).toBeUndefined();
  expect(scanCsv(bytesOf(text), comma, { maxRowBytes: 9 }).stopped).toEqual({ row: 2, column: 1, why: "too-long" });
});
