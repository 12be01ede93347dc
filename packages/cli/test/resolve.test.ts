import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { parquetWriteBuffer } from "hyparquet-writer";
import * as v from "valibot";
import { beforeEach, expect, test } from "vitest";
import { type GeneratedRecord, generatedPeople, PEOPLE_COLUMNS, peopleFile } from "./generated-people.ts";
import { sedge, sedgeHere } from "./sedge.ts";

let place = "";
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), "sedge-resolve-"));
  return () => rmSync(place, { recursive: true });
});

const records = generatedPeople(40, 4);
const [sound, slipped] = [records.slice(0, 40), records.slice(40)];
const put = (name: string, content: string | Uint8Array) => {
  writeFileSync(join(place, name), content);
  return join(place, name);
};
const Share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const Line = v.strictObject({
  pairPrecision: Share,
  pairRecall: Share,
  pairF1: Share,
  b3F1: Share,
  groupF1: Share,
  falseMergeRate: Share,
  records: v.number(),
  seconds: v.number(),
});
const outputOf = (file: string) => {
  const [head, ...lines] = readFileSync(join(place, file), "utf8").trimEnd().split("\n");
  return { head, lines: lines.map((line) => line.split(",")) };
};
/** Records by profile, without the profiles' numbers. */
const groupsOf = (file: string) =>
  [...Map.groupBy(outputOf(file).lines, ([, , profile]) => profile).values()].map((lines) =>
    lines.map(([source, row]) => `${source} ${row}`),
  );

test("one file: finds its duplicates, and prints the figures as one line of JSON", () => {
  put("people.csv", peopleFile(records));
  const args = ["--input", "people.csv", "--truth", "person", "--output", "out.csv"];
  const { exitCode, out, note } = sedge(place, "resolve", ...args, "--json");
  expect([exitCode, out.trimEnd().split("\n").length]).toEqual([0, 1]);
  const figures = v.parse(Line, JSON.parse(out));
  expect(figures.records).toBe(80);
  expect(figures.pairF1).toBeGreaterThan(0.9);
  expect(figures.b3F1).toBeGreaterThan(0.9);
  expect(note).toMatch(/^people \(people\.csv\): given_name → givenName, .*phone → phone.*; truth: person$/m);
  expect(note).toMatch(/\d+ distinct terms of 80 records, .* ms a term, .* ms a record/);

  const { head, lines } = outputOf("out.csv");
  expect(head).toBe("source,row,profile,confidence");
  expect(lines.map(([source, row]) => [source, row])).toEqual(records.map((_, at) => ["people", String(at + 1)]));
  expect(lines[0]?.[2]).toBe("1");
  for (const [, , profile, confidence] of lines) {
    expect(Number(profile)).toBeGreaterThan(0);
    expect(Number(confidence)).toBeGreaterThan(0);
    expect(Number(confidence)).toBeLessThanOrEqual(1);
  }
  const people = (line: readonly (string | undefined)[]) => records[Number(line[1]) - 1]?.person;
  const right = groupsOf("out.csv").filter((group) => {
    const who = group.map((name) => people(name.split(" ")));
    return group.length === 2 && who[0] === who[1];
  });
  expect(right.length).toBeGreaterThan(34);
});

test("several files of several formats and column names: resolves the same entities, run after run, whatever the keys", async () => {
  const heads: Readonly<Record<string, keyof GeneratedRecord>> = {
    Vorname: "given_name",
    Nachname: "surname",
    Geboren: "dob",
    Ort: "city",
    PLZ: "postcode",
    wer: "person",
  };
  const parquet = parquetWriteBuffer({
    columnData: PEOPLE_COLUMNS.map((name) => ({
      name: name === "person" ? "wer" : name,
      type: "STRING" as const,
      data: sound.map((record) => record[name]),
    })),
  });
  const inputs = ["--input", `pos=${put("a.parquet", new Uint8Array(parquet))}`];
  inputs.push("--input", `crm=${put("b.csv.gz", gzipSync(peopleFile(slipped, heads)))}`);
  inputs.push("--map", put("map.json", JSON.stringify({ crm: { Geboren: "date of birth" }, phone: null })));
  const call = (output: string) => sedgeHere("resolve", ...inputs, "--truth", "wer", "--output", join(place, output));
  const first = await call("one.csv");
  expect(first.note).toContain("Geboren → birthDate");
  expect(first.note).toContain("not read: phone; truth: wer");
  expect([first.exitCode, first.out]).toEqual([0, expect.stringContaining("80 records")]);
  expect((await call("two.csv")).exitCode).toBe(0);
  expect(outputOf("two.csv")).toEqual(outputOf("one.csv"));
  const pairs = groupsOf("one.csv").filter((group) => group.length === 2);
  const right = pairs.filter(([a, b]) => a?.replace("pos ", "") === b?.replace("crm ", ""));
  expect(right.length).toBeGreaterThan(30);
});

test("the truth column is not a field: other truths give the same profiles", async () => {
  const few = [...records.slice(0, 12), ...records.slice(40, 52)];
  const truthOf = (who: (record: GeneratedRecord, index: number) => string) =>
    few.map((record, index) => ({ ...record, person: `${who(record, index)}@example.org` }));
  const answers = { a: truthOf(({ person }) => person), b: truthOf((_, index) => `other.${index % 3}`) };
  for (const [name, content] of Object.entries(answers)) {
    const file = put(`${name}.csv`, peopleFile(content).replace("person", "email"));
    const args = ["--input", `x=${file}`, "--truth", "email", "--output", join(place, `${name}-out.csv`)];
    expect((await sedgeHere("resolve", ...args)).exitCode).toBe(0);
  }
  expect(outputOf("a-out.csv")).toEqual(outputOf("b-out.csv"));
});

test("with --skip-bad, unreadable rows are skipped and reported, and the others keep their numbers", async () => {
  const lines = peopleFile(records.slice(0, 6)).split("\n");
  lines.splice(2, 0, "too,few,cells", 'Otto,Klee,1950-01-01,"lost quote,x,1,2,p');
  const input = `x=${put("bad.csv", lines.join("\n"))}`;
  const output = join(place, "out.csv");
  const { exitCode, note } = await sedgeHere("resolve", "--input", input, "--output", output, "--skip-bad");
  expect(exitCode).toBe(0);
  expect(note).toContain(
    `skipped: ragged-row: ${join(place, "bad.csv")}, line 3, column "street": the row has 3 cells`,
  );
  expect(note).toContain(`skipped: broken-quotes: ${join(place, "bad.csv")}, line 4, column "street"`);
  expect(outputOf("out.csv").lines.map(([, row]) => row)).toEqual(["1", "4", "5", "6", "7", "8"]);
  expect(readdirSync(place).toSorted()).toEqual(["bad.csv", "out.csv"]);
});

test("help lists every option", async () => {
  const { out } = await sedgeHere("resolve", "--help");
  for (const option of ["--input", "--output", "--map", "--truth", "--country", "--skip-bad", "--json", "--endpoint"]) {
    expect(out).toContain(`\n  ${option} `);
  }
});

test("reports how many cells of a column could not be read, and links records by those that could", async () => {
  const dates = [
    "1980-03-12",
    "12-Mar-1980",
    "29292",
    "12/03/80",
    "12031980",
    "1980.0",
    "soon",
    "1900-01-01",
    "n/a",
    "",
  ];
  const rows = dates.map((date, at) => `Anna,Keller,${date},${at === 6 ? "4.17E+10" : "+41 79 123 45 67"}`);
  const input = put(
    "a.csv",
    ["Customer First Name|nom|dob|Telefon", ...rows.map((row) => row.replaceAll(",", "|"))].join("\n"),
  );
  const { exitCode, note } = await sedgeHere("resolve", "--input", input, "--output", join(place, "out.csv"));
  expect(exitCode).toBe(0);
  expect(note).toContain('a: dob: 2 of 9 cells unread, such as "soon"');
  expect(note).toContain('a: Telefon: 1 of 10 cells unread, such as "4.17E+10"');
  expect(note).toMatch(/Customer First Name → givenName/);
});
