import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { cellsOf } from "@sedge/connector/rows";
import { readTable } from "./read-table.ts";

const folder = mkdtempSync(join(tmpdir(), "sedge-table-"));
afterAll(() => rmSync(folder, { recursive: true }));

function fileOf(content: string | Uint8Array): string {
  const file = join(folder, "in.csv");
  writeFileSync(file, content);
  return file;
}
const failure = (content: string | Uint8Array) => {
  const file = fileOf(content);
  try {
    readTable(file);
  } catch (error) {
    return String(error).replace(`CommandError: `, "").replaceAll(file, "in.csv");
  }
  return "none";
};
const latin1 = (text: string) => Buffer.from(text, "latin1");

describe("a table", () => {
  test("keeps cells unchanged and returns the line on which each row starts", () => {
    const { columns, rows } = readTable(
      fileOf('\uFEFFtext,label\r\n"two\r\nlines, one comma",a\r\n\r\n"say ""hi""",b\r\n'),
    );
    expect(columns).toEqual(["text", "label"]);
    expect(rows).toEqual([
      { row: 2, cells: ["two\r\nlines, one comma", "a"] },
      { row: 5, cells: ['say "hi"', "b"] },
    ]);
  });

  test("accepts semicolons or tabs, as in the header, and trims cells when they are read", () => {
    expect(cellsOf(readTable(fileOf("age;job\n30; clerk, retired \n")), "job")).toEqual([
      { row: 2, cell: "clerk, retired" },
    ]);
    expect(cellsOf(readTable(fileOf("age\tjob\n30\tclerk\n")), "job")).toEqual([{ row: 2, cell: "clerk" }]);
  });

  test("accepts any line end, also mixed ones", () => {
    expect(readTable(fileOf("a,b\r\n1,2\n3,4\r5,6")).rows.map(({ cells }) => cells.join(""))).toEqual([
      "12",
      "34",
      "56",
    ]);
  });
});

describe("reports an invalid table with its position", () => {
  test.each([
    ["no bytes", "", "empty-file: in.csv is empty."],
    ["a header alone", "text,label\n", "empty-file: in.csv has a header and no rows."],
    ["only empty lines", "\n\n\n", "empty-file: in.csv has no header."],
    [
      "Latin-1 among UTF-8",
      Buffer.concat([Buffer.from("text,label\nçà,a\n"), latin1("déjà,b\n")]),
      'broken-encoding: in.csv, row 3, column "text", is not UTF-8; files of mixed encodings have to be converted first.',
    ],
    [
      "Latin-1 in the header",
      latin1("texte,étiquette\na,b\n"),
      "broken-encoding: in.csv, row 1, column 2, is not UTF-8; files of mixed encodings have to be converted first.",
    ],
    [
      "UTF-16",
      Buffer.from("\uFEFFtext,label\na,b\n", "utf16le"),
      "broken-encoding: in.csv, row 1, column 1, starts as UTF-16; save it as UTF-8.",
    ],
    [
      "UTF-16 without a mark",
      Buffer.from("text,label\na,b\n", "utf16le"),
      "broken-encoding: in.csv, row 1, column 1, is not UTF-8; files of mixed encodings have to be converted first.",
    ],
    [
      "too few cells",
      "a,b,c\n1,2,3\n4,5\n",
      'ragged-row: in.csv, row 3, column "c": the row has 2 cells, the header 3.',
    ],
    ["too many cells", "a,b\n1,2\n4,5,6\n", "ragged-row: in.csv, row 3, column 3: the row has 3 cells, the header 2."],
    [
      "a quote that is not closed",
      'a,b\n1,2\n"3,4\n',
      'broken-quotes: in.csv, row 3, column "a": a quote is misplaced or not closed.',
    ],
    [
      "a quote inside a cell",
      'a,b\n1,2" pipe\n',
      'broken-quotes: in.csv, row 2, column "b": a quote is misplaced or not closed.',
    ],
    [
      "two columns of one name",
      "text,label,text\na,b,c\n",
      'duplicate-column: in.csv, row 1, column "text": columns 1 and 3 have the same name.',
    ],
    [
      "a column without a name",
      "text,,b\na,b,c\n",
      "duplicate-column: in.csv, row 1, column 2: the column has no name.",
    ],
    [
      "a line of 10 MB",
      `text,label\nfine,a\nlong,${"x".repeat(10_000_000)}\n`,
      'too-long: in.csv, row 3, column "label": the row is longer than 1048576 bytes.',
    ],
  ])("%s", (_, content, sentence) => expect(failure(content)).toBe(sentence));

  test("a missing file, and a folder", () => {
    expect(() => readTable(join(folder, "none.csv"))).toThrow(/^missing-file: there is no file .*none\.csv\.$/);
    expect(() => readTable(folder)).toThrow(/^unreadable-file: .* is not a file\.$/);
  });

  test("a missing column, with those that exist", () => {
    expect(() => cellsOf(readTable(fileOf("txt,label\na,b\n")), "text")).toThrow(
      /^missing-column: .*in\.csv, row 1, has no column "text"; it has "txt", "label"\.$/,
    );
  });
});
