import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { CommandError } from "../command-error.ts";
import { cellsOf } from "../csv/table.ts";
import { readTable } from "./read-table.ts";

const folder = mkdtempSync(join(tmpdir(), "sedge-table-"));
afterAll(() => rmSync(folder, { recursive: true }));

function fileOf(content: string | Uint8Array): string {
  const file = join(folder, "in.csv");
  writeFileSync(file, content);
  return file;
}
const failure = async (content: string | Uint8Array) => {
  const file = fileOf(content);
  try {
    await readTable(file);
  } catch (error) {
    return String(error).replace(`CommandError: `, "").replaceAll(file, "in.csv");
  }
  return "none";
};
const latin1 = (text: string) => Buffer.from(text, "latin1");

describe("a table", () => {
  test("keeps cells and returns the line on which each row starts", async () => {
    const { columns, rows } = await readTable(
      fileOf('\uFEFFtext,label\r\n"two\r\nlines, one comma",a\r\n\r\n"say ""hi""",b\r\n'),
    );
    expect(columns).toEqual(["text", "label"]);
    expect(rows).toEqual([
      { row: 2, cells: ["two\r\nlines, one comma", "a"] },
      { row: 5, cells: ['say "hi"', "b"] },
    ]);
  });

  test("accepts semicolons or tabs, as in the header, and trims cells", async () => {
    expect(cellsOf(await readTable(fileOf("age;job\n30; clerk, retired \n")), "job")).toEqual([
      { row: 2, cell: "clerk, retired" },
    ]);
    expect(cellsOf(await readTable(fileOf("age\tjob\n30\tclerk\n")), "job")).toEqual([{ row: 2, cell: "clerk" }]);
  });

  test("accepts any line end, also mixed ones", async () => {
    expect((await readTable(fileOf("a,b\r\n1,2\n3,4\r5,6"))).rows.map(({ cells }) => cells.join(""))).toEqual([
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
      'broken-encoding: in.csv, line 3, column "text", is not UTF-8.',
    ],
    [
      "too few cells",
      "a,b,c\n1,2,3\n4,5\n",
      'ragged-row: in.csv, line 3, column "c": the row has 2 cells, the header 3.',
    ],
    ["too many cells", "a,b\n1,2\n4,5,6\n", "ragged-row: in.csv, line 3, column 3: the row has 3 cells, the header 2."],
    [
      "a quote that is not closed",
      'a,b\n1,2\n"3,4\n',
      'broken-quotes: in.csv, line 3, column "a": the quote at the start of the cell is not closed.',
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
      'too-long: in.csv, line 3, column "label": the row is longer than 1048576 bytes.',
    ],
  ])("%s", async (_, content, sentence) => expect(await failure(content)).toBe(sentence));

  test("a missing file, and a folder", async () => {
    await expect(readTable(join(folder, "none.csv"))).rejects.toThrow(/^missing-file: there is no file .*none\.csv\.$/);
    await expect(readTable(folder)).rejects.toThrow(/^unreadable-file: .* is not a file\.$/);
  });

  test("every row of it that is invalid, and reads the others if those may be skipped", async () => {
    const file = fileOf('a,b\n1,2\n3\n"x"y,4\n5,6\n7,8,9\n');
    const error: unknown = await readTable(file).catch((reason: unknown) => reason);
    if (!(error instanceof CommandError)) throw new Error("the table was read");
    expect([error.message, ...error.others].map((line) => line.replaceAll(file, "in.csv"))).toEqual([
      'ragged-row: in.csv, line 3, column "b": the row has 1 cells, the header 2.',
      'broken-quotes: in.csv, line 4, column "a": text follows the quote that closes the cell; write "" for a quote inside it.',
      "ragged-row: in.csv, line 6, column 3: the row has 3 cells, the header 2.",
    ]);
    const skipped: string[] = [];
    const { rows } = await readTable(file, ({ code }) => skipped.push(code));
    expect(rows.map(({ row }) => row)).toEqual([2, 5]);
    expect(skipped).toEqual(["ragged-row", "broken-quotes", "ragged-row"]);
  });

  test("a missing column, with those that exist", async () => {
    const table = await readTable(fileOf("txt,label\na,b\n"));
    expect(() => cellsOf(table, "text")).toThrow(
      /^missing-column: .*in\.csv, row 1, has no column "text"; it has "txt", "label"\.$/,
    );
  });
});
