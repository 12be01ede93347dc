import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { parquetWriteBuffer } from "hyparquet-writer";
import { beforeEach, describe, expect, test } from "vitest";
import { sedgeHere } from "./sedge.ts";

let place = "";
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), "sedge-resolve-bad-"));
  return () => rmSync(place, { recursive: true });
});

type Files = Readonly<Record<string, string | Uint8Array>>;

/** Runs calls on files with these contents, and checks that nothing was written. Paths are shown without the folder. */
async function refusal(files: Files, ...args: readonly string[]) {
  for (const [name, content] of Object.entries(files)) writeFileSync(join(place, name), content);
  const paths = args.map((arg) => arg.replace(/(?<==|^)(?=[\w.-]+\.(?:csv|gz|parquet|json)$)/, `${place}/`));
  const { exitCode, out, note } = await sedgeHere("resolve", ...paths);
  expect(readdirSync(place).toSorted()).toEqual(Object.keys(files).toSorted());
  expect([exitCode, out]).toEqual([2, ""]);
  expect(note.split("\n")).toHaveLength(1);
  return note.replaceAll(`${place}/`, "");
}

const HEAD = "given_name,surname,dob\n";
const csv = (rows: string) => ({ "a.csv": `${HEAD}${rows}` });
const plain = ["--input", "a.csv", "--output", "out.csv"];
const sound = "Ada,Byron,1815-12-10\nIda,Byrne,1915-12-11\n";

describe("reports an unreadable row by file, line and column", () => {
  test.each([
    [
      "too few cells",
      `${sound}Otto,Klee\n`,
      'ragged-row: a.csv, line 4, column "dob": the row has 2 cells, the header 3.',
    ],
    ["too many", "a,b,c,d\n", "ragged-row: a.csv, line 2, column 4: the row has 4 cells, the header 3."],
    [
      "below a cell of two lines",
      '"A\nda",Byron,1815\nOtto,Klee\n',
      'ragged-row: a.csv, line 4, column "dob": the row has 2 cells, the header 3.',
    ],
    [
      "a lost quote",
      `Otto,"Klee,1901\n${sound}`,
      'broken-quotes: a.csv, line 2, column "surname": the quote at the start of the cell is not closed.',
    ],
    [
      "text after a quote",
      'Otto,"Klee"s,1901\n',
      'broken-quotes: a.csv, line 2, column "surname": text follows the quote that closes the cell; write "" for a quote inside it.',
    ],
    ["a NUL", "Otto,Kl\u0000ee,1901\n", 'broken-encoding: a.csv, line 2, column "surname", is not UTF-8.'],
    [
      "a row of 2 MB",
      `Otto,${"x".repeat(2_000_000)},1901\n`,
      'too-long: a.csv, line 2, column "surname": the row is longer than 1048576 bytes.',
    ],
  ])("%s", async (_, rows, message) => expect(await refusal(csv(rows), ...plain)).toBe(message));

  test("Latin-1 among UTF-8", async () => {
    const content = Buffer.concat([Buffer.from(`${HEAD}Zoë,Byron,1815\n`), Buffer.from("José,Byrne,1915\n", "latin1")]);
    const message = 'broken-encoding: a.csv, line 3, column "given_name", is not UTF-8.';
    expect(await refusal({ "a.csv": content }, ...plain)).toBe(message);
  });

  test("an empty truth", async () => {
    const message = 'missing-value: a.csv, line 3, column "dob" is empty, and nothing says whose record it is.';
    expect(await refusal(csv("Ada,Byron,1815\nIda,Byrne,\n"), ...plain, "--truth", "dob")).toBe(message);
  });

  test("a parquet value that is no text", async () => {
    const bytes = parquetWriteBuffer({
      columnData: [
        { name: "surname", data: ["Byron"], type: "STRING" },
        { name: "given_name", data: [{ a: 1 }], type: "JSON" },
      ],
    });
    const message = 'bad-value: a.parquet, row 1, column "given_name": neither text nor number nor date.';
    const args = ["--input", "a.parquet", "--output", "out.csv"];
    expect(await refusal({ "a.parquet": new Uint8Array(bytes) }, ...args)).toBe(message);
  });
});

test("reports the errors of all inputs at once, a line each", async () => {
  writeFileSync(join(place, "a.csv"), `${HEAD}${sound}Otto,Klee\n`);
  writeFileSync(join(place, "b.csv"), `${HEAD}Otto\n${sound}Otto,"Klee\n`);
  const args = ["a", "b"].flatMap((name) => ["--input", join(place, `${name}.csv`)]);
  const { exitCode, note } = await sedgeHere("resolve", ...args, "--output", join(place, "out.csv"));
  expect([exitCode, ...note.split("\n")]).toEqual([
    2,
    expect.stringMatching(/^ragged-row: .*a\.csv, line 4/),
    expect.stringMatching(/^ragged-row: .*b\.csv, line 2/),
    expect.stringMatching(/^broken-quotes: .*b\.csv, line 5/),
  ]);
});

describe("reports an unreadable file", () => {
  test.each([
    ["none", {}, "a.csv", "missing-file: there is no file a.csv."],
    ["empty", { "a.csv": "" }, "a.csv", "empty-file: a.csv is empty."],
    ["no rows", { "a.csv": HEAD }, "a.csv", "empty-file: a.csv has a header and no rows."],
    [
      "an old workbook",
      { "a.csv": Buffer.from([0xd0, 0xcf, 0x11, 0xe0]) },
      "a.csv",
      "other-format: a.csv is a workbook of Excel 97 to 2003; save it as .xlsx or as CSV UTF-8.",
    ],
    [
      "two columns of one name",
      { "a.csv": "dob,name,dob\n1,2,3\n" },
      "a.csv",
      'duplicate-column: a.csv, row 1, column "dob": columns 1 and 3 have the same name.',
    ],
    [
      "no known column",
      { "a.csv": "x,colour\n1,red\n" },
      "a.csv",
      'no-fields: a.csv: none of its columns is known ("x", "colour"); define them with --map.',
    ],
    ["not gzip", { "a.csv.gz": HEAD }, "a.csv.gz", "broken-file: a.csv.gz cannot be decompressed."],
    [
      "gzip cut short",
      { "a.csv.gz": gzipSync(sound).subarray(0, 30) },
      "a.csv.gz",
      "broken-file: a.csv.gz cannot be decompressed.",
    ],
    [
      "no parquet",
      { "a.parquet": `${HEAD}${sound}` },
      "a.parquet",
      "broken-file: a.parquet is not a readable parquet file.",
    ],
  ] as [string, Files, string, string][])("%s", async (_, files, input, message) => {
    expect(await refusal(files, "--input", input, "--output", "out.csv")).toBe(message);
  });
});

describe("validates a mapping", () => {
  test.each([
    ["not JSON", "{", "bad-mapping: m.json: it is not JSON."],
    ["a list", "[1]", 'bad-mapping: m.json: "0" is neither a field, null nor an object of them.'],
    ["a number", '{"dob":1}', 'bad-mapping: m.json: "dob" is neither a field, null nor an object of them.'],
    ["a column that no input has", '{"age":null}', 'bad-mapping: m.json: no input has a column "age".'],
    ["an input that is not there", '{"crm":{}}', 'bad-mapping: m.json: there is no input "crm".'],
    [
      "a column that this input does not have",
      '{"a":{"x":"surname"}}',
      'bad-mapping: m.json: the input a has no column "x".',
    ],
    [
      "a field that there is not",
      '{"dob":"star sign"}',
      /^bad-mapping: m\.json, column "dob": there is no field "star sign"; there are givenName, .*country\.$/,
    ],
  ])("%s", async (_, mapping, message) => {
    const note = await refusal({ ...csv(sound), "m.json": mapping }, ...plain, "--map", "m.json");
    if (typeof message === "string") expect(note).toBe(message);
    else expect(note).toMatch(message);
  });

  test("the truth as a field", async () => {
    const files = { ...csv(sound), "m.json": '{"dob":"birthDate"}' };
    const note = await refusal(files, ...plain, "--map", "m.json", "--truth", "dob");
    expect(note).toBe('bad-mapping: a.csv: "dob" is the truth column and cannot be mapped to birthDate.');
  });
});

describe("validates the options", () => {
  test.each([
    [[], "bad-option: --input is required, once for each file of records."],
    [["--input", "a.csv"], "bad-option: --output is required, unless --truth is given."],
    [["a.csv"], 'bad-call: unexpected argument "a.csv"; files are given with --input.'],
    [["--input", "crm=", "--output", "o.csv"], "bad-option: --input crm= does not name a file."],
    [
      ["--input", "x=a.csv", "--input", "x=b.csv", "--output", "o.csv"],
      'bad-option: --input b.csv: "x" is the name of a.csv already; give another with --input NAME=FILE.',
    ],
    [
      ["--input", "a.csv", "--output", "a.csv"],
      "bad-option: --output names a.csv, which is an input and would be overwritten.",
    ],
    [[...plain, "--country", "Peru"], 'bad-option: --country takes two letters (ISO 3166), not "Peru".'],
    [
      [...plain, "--truth", "who"],
      'missing-column: a.csv, line 1, has no column "who"; it has "given_name", "surname", "dob".',
    ],
  ])("%j", async (args, message) => expect(await refusal(csv(sound), ...args)).toBe(message));

  test("an output that is a folder", async () => {
    mkdirSync(join(place, "out.csv"));
    const { exitCode, note } = await sedgeHere("resolve", "--input", "a.csv", "--output", join(place, "out.csv"));
    expect([exitCode, note]).toEqual([2, `unwritable: ${place}/out.csv exists and is not a file.`]);
  });
});

test("an unreadable last row fails the run, even with rows that may be skipped elsewhere", async () => {
  expect(await refusal(csv("Otto,Klee\n"), ...plain, "--skip-bad")).toBe("empty-file: a.csv has no readable row.");
});
