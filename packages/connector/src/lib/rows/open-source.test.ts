import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { beforeEach, describe, expect, test } from "vitest";
import { workbook } from "../../../test/workbook.ts";
import { CommandError } from "../command-error.ts";
import { openSource } from "./open-source.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sedge-open-"));
  return () => rmSync(folder, { recursive: true });
});

/** The header and rows of a file with this content; `FILE` stands for its path in messages. */
async function read(content: string | Uint8Array, name = "a.csv") {
  const path = join(folder, name);
  writeFileSync(path, content);
  const named = (text: string) => text.replaceAll(path, "FILE");
  const { columns, notes = [], rows } = await openSource(path);
  const table: (string | readonly string[])[] = [columns];
  for await (const { cells } of rows(columns.map((_, at) => at))) {
    table.push(cells instanceof CommandError ? named(cells.message) : cells);
  }
  return { table, notes: notes.map(named) };
}

const PEOPLE = [
  ["name", "town"],
  ["Zoë", "Köln"],
  ["Ada", "Bern"],
];

describe("reads separators", () => {
  test.each([
    ["bars", "name|town\nZoë|Köln\nAda|Bern\n"],
    ["semicolons", "name;town\r\nZoë;Köln\r\nAda;Bern\r\n"],
    ["tabs", "name\ttown\nZoë\tKöln\nAda\tBern\n"],
    ["a stated one, as Excel writes it", "sep=;\r\nname;town\r\nZoë;Köln\r\nAda;Bern\r\n"],
    ["a stated one in quotes, behind a mark", '\uFEFF"sep=|"\nname|town\nZoë|Köln\nAda|Bern'],
    ["at the end of every line", "name,town,\nZoë,Köln,\nAda,Bern,\n"],
    ["at the end of the header", "name;town;;\nZoë;Köln\nAda;Bern;\n"],
    ["at the end of rows", "name,town\nZoë,Köln,\nAda,Bern,,,\n"],
  ])("%s", async (_, content) => expect((await read(content)).table).toEqual(PEOPLE));

  test("a comma in a header of semicolons, and in its cells", async () => {
    const { table } = await read("name;address, line 1;town\nAda;1 Main St, Apt 2;Bern\nBo;2 Side St, Apt 3;Ulm\n");
    expect(table[0]).toEqual(["name", "address, line 1", "town"]);
    expect(table[2]).toEqual(["Bo", "2 Side St, Apt 3", "Ulm"]);
  });

  test("semicolons, bars and tabs in the cells of commas", async () => {
    const { table } = await read("text,label\nwhere; when,a\nnow | later,b\nhere\tthere,c\n");
    expect(table.map((row) => row.length)).toEqual([2, 2, 2, 2]);
  });

  test("a cell beyond the header is an error, an empty one is not", async () => {
    const { table } = await read("name,town,\nZoë,Köln,x\nAda,Bern,\n");
    expect(table[1]).toBe("ragged-row: FILE, line 2, column 3: the row has 3 cells, the header 2.");
    expect(table[2]).toEqual(PEOPLE[2]);
  });

  test("a line number counts the line that states the separator", async () => {
    const { table } = await read("sep=;\na;b\n1;2;3\n");
    expect(table[1]).toBe("ragged-row: FILE, line 3, column 3: the row has 3 cells, the header 2.");
  });
});

describe("reads encodings", () => {
  const text = "name,town\nZoë,Köln\nAda,Bern\n";
  const utf16 = Buffer.from(`\uFEFF${text}`, "utf16le");
  test.each([
    ["UTF-8", Buffer.from(text), []],
    ["UTF-8 with a mark", Buffer.from(`\uFEFF${text}`), []],
    ["UTF-16, little-endian", utf16, ["FILE is read as UTF-16."]],
    ["UTF-16, big-endian", Buffer.from(utf16).swap16(), ["FILE is read as UTF-16."]],
    ["UTF-16 without a mark", utf16.subarray(2), ["FILE is read as UTF-16."]],
    ["Windows-1252", Buffer.from(text, "latin1"), [expect.stringMatching(/^FILE is read as Windows-1252/)]],
    ["gzip under another name", gzipSync(text), []],
    ["UTF-16 in gzip", gzipSync(utf16), ["FILE is read as UTF-16."]],
  ])("%s", async (_, content, notes) => expect(await read(content)).toEqual({ table: PEOPLE, notes }));

  test("the euro sign and curly quotes of Windows-1252", async () => {
    const content = Buffer.concat([
      Buffer.from("a,b\n5 "),
      Buffer.from([0x80]),
      Buffer.from(",it"),
      Buffer.from([0x92]),
      Buffer.from("s\n"),
    ]);
    expect((await read(content)).table[1]).toEqual(["5 €", "it’s"]);
  });

  test("reports the rows of another encoding in a UTF-8 file", async () => {
    const content = Buffer.concat([
      Buffer.from("a,b\nZoë,1\n"),
      Buffer.from("Zoë,2\n", "latin1"),
      Buffer.from("Ada,3\n"),
    ]);
    expect((await read(content)).table.slice(1)).toEqual([
      ["Zoë", "1"],
      'broken-encoding: FILE, line 3, column "a", is not UTF-8.',
      ["Ada", "3"],
    ]);
  });

  test("takes Cyrillic in a code page for what it is not: neither UTF-8 nor Windows-1252", async () => {
    const windows1251 = Buffer.from([0xc8, 0xe2, 0xe0, 0xed, 0xee, 0xe2]);
    const content = Buffer.concat([Buffer.from("name,b\n"), windows1251, Buffer.from(",1\n")]);
    expect((await read(content)).table[1]).toBe('broken-encoding: FILE, line 2, column "name", is not UTF-8.');
  });
});

test("reads an Excel workbook, whatever its name: texts, digits, days, empty rows and columns", async () => {
  const content = workbook([
    ["name", "phone", "born", "ratio", null],
    ["Zoë", { number: "41791234567" }, { day: 29292 }, { number: "0.10000000000000001" }],
    [],
    ["Ada", { number: "4.1791234568E10" }, null, { number: "12" }],
  ]);
  for (const name of ["a.xlsx", "a.csv"]) {
    const { table, notes } = await read(content, name);
    expect(table).toEqual([
      ["name", "phone", "born", "ratio"],
      ["Zoë", "41791234567", "1980-03-12", "0.1"],
      ["Ada", "41791234568", "", "12"],
    ]);
    expect(notes).toEqual(["FILE is an Excel workbook; its first sheet is read."]);
  }
  await expect(read(content.subarray(0, 900), "torn.xlsx")).rejects.toThrow(
    /^broken-file: .*torn\.xlsx is not a readable/,
  );
});

test("a number of which a workbook has lost digits stays recognisable as one", async () => {
  const content = workbook([["id"], [{ number: "1.23456789012346E18" }], [{ number: "123456789012345" }]]);
  expect((await read(content, "a.xlsx")).table).toEqual([["id"], ["1.23456789012346e+18"], ["123456789012345"]]);
});

test.each([
  [
    "an old workbook",
    [0xd0, 0xcf, 0x11, 0xe0, 0xa1],
    "a workbook of Excel 97 to 2003; save it as .xlsx or as CSV UTF-8.",
  ],
  [
    "a zip archive",
    Buffer.from("PK\x03\x04............................people.csv"),
    "a zip archive; unpack it and pass the file in it.",
  ],
  ["a PDF", Buffer.from("%PDF-1.7\n"), "a PDF; export the table as CSV UTF-8."],
  ["a page saved as a sheet", Buffer.from("<html><table><tr><td>a"), "HTML or XML; export the table as CSV UTF-8."],
])("says what %s is and what to do", async (_, content, sentence) => {
  const error = await read(new Uint8Array(content)).then(
    () => "none",
    (reason: unknown) => String(reason).replaceAll(join(folder, "a.csv"), "FILE"),
  );
  expect(error).toBe(`CommandError: other-format: FILE is ${sentence}`);
});
