import { parse } from "csv-parse/sync";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { csvLine } from "./csv-line.ts";
import { csvRows } from "./csv-rows.ts";

const rowsOf = (content: string | Uint8Array, delimiter = ",") =>
  [...csvRows(Buffer.from(content), delimiter)].map(({ line, cells, fault }) =>
    fault ? { line, fault } : { line, cells },
  );

describe("returns rows with the line numbers that an editor shows", () => {
  test.each([
    ["LF", "a,b\n1,2\n\n3,4\n", [1, 2, 4]],
    ["CRLF", "a,b\r\n1,2\r\n\r\n3,4", [1, 2, 4]],
    ["CR", "a,b\r1,2\r", [1, 2]],
    ["cells of several lines", 'a,b\r\n"x\r\ny",2\r\n"p\n\nq",4\r\n5,6', [1, 2, 4, 7]],
    ["doubled quotes", 'a,b\n"say ""no""\nand go",2\n3,4\n', [1, 2, 4]],
  ])("%s", (_, text, lines) => expect(rowsOf(text).map(({ line }) => line)).toEqual(lines));
});

test("reads a valid file as csv-parse reads it", () => {
  const cell = fc.string({ unit: fc.constantFrom("a", "é", ",", '"', "\n", "\r", " ", "🐦") });
  const end = fc.constantFrom("\n", "\r\n", "\r");
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell, cell), { minLength: 1 }), end, (rows, end) => {
      const text = rows.map((cells) => csvLine(cells)).join(end);
      const options = { record_delimiter: ["\r\n", "\n", "\r"], skip_empty_lines: true };
      expect(rowsOf(text).map((row) => ("cells" in row ? row.cells : row))).toEqual(parse(text, options));
    }),
    { seed: 4, numRuns: 300 },
  );
});

test("a quote inside a cell that starts with none is a character", () => {
  expect(rowsOf('a,b\n5" pipe,he answered "no"\n"3",4\n').map((row) => ("cells" in row ? row.cells : row))).toEqual([
    ["a", "b"],
    ['5" pipe', 'he answered "no"'],
    ["3", "4"],
  ]);
});

describe("a broken row does not affect other rows", () => {
  const latin = Buffer.concat([Buffer.from("a,b\n1,"), Buffer.from("déjà", "latin1"), Buffer.from("\n3,4\n")]);
  test.each([
    ["text behind a quote", 'a,b\n"x"y,2\n3,4\n', { code: "text-after-quote", column: 0 }],
    ["a quote that is not closed", 'a,b\n"1,2\n3,4\n', { code: "open-quote", column: 0 }],
    ["Latin-1", latin, { code: "broken-encoding", column: 1 }],
    ["a NUL", "a,b\n1,\u0000\n3,4\n", { code: "broken-encoding", column: 1 }],
    ["a megabyte", `a,b\n1,${"x".repeat(1_100_000)}\n3,4\n`, { code: "too-long", column: 1 }],
  ])("%s", (_, content, fault) => {
    expect(rowsOf(content)).toEqual([
      { line: 1, cells: ["a", "b"] },
      { line: 2, fault },
      { line: 3, cells: ["3", "4"] },
    ]);
  });

  test("closes a quote at another row's quote", () => {
    expect(rowsOf('1,"2\n3,"4"\n5,6\n')).toEqual([
      { line: 1, fault: { code: "text-after-quote", column: 1 } },
      { line: 2, cells: ["3", "4"] },
      { line: 3, cells: ["5", "6"] },
    ]);
  });
});
