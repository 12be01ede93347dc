import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { CommandError } from "../../command-error.ts";
import { explainFile } from "../explain-file.ts";
import { adapterOf } from "../adapters/adapters.ts";
import { openMapped } from "./joined-source.ts";
import { NO_MAPPING, readPushMapping } from "./push-mapping.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sedge-joins-"));
  return () => rmSync(folder, { recursive: true });
});

const write = (name: string, content: string | Uint8Array) => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};

/** The rows of a file with its mapping, by column. */
async function rows(file: string, mapping: object = {}) {
  const { source } = await openMapped(file, readPushMapping(write("map.json", JSON.stringify(mapping))));
  const found: unknown[] = [];
  for await (const { cells } of source.rows(source.columns.map((_, column) => column))) {
    if (cells instanceof CommandError) throw cells;
    found.push(Object.fromEntries(cells.map((cell, at) => [source.columns[at], cell])));
  }
  return found;
}

const ON = { file: "consents.csv", on: { Email: "mail" }, columns: { agreed: "consent" } };

test("a join adds the consent of another file, whatever the case of its key, and nothing where it has no row", async () => {
  write("consents.csv", "mail,agreed\nADA@example.com,yes\n");
  const file = write("a.csv", "Email,n\nada@example.com,1\nbo@example.com,2\n,3\n");
  expect(await rows(file, { joins: [ON], constants: { country: "GB" } })).toEqual([
    { Email: "ada@example.com", n: "1", "consents.csv: agreed": "yes", "constant country": "GB" },
    { Email: "bo@example.com", n: "2", "consents.csv: agreed": "", "constant country": "GB" },
    { Email: "", n: "3", "consents.csv: agreed": "", "constant country": "GB" },
  ]);
});

test.each(["n/a", "0", "1.23457E+18"])("a join gives nobody the consent of the key %s", async (key) => {
  const file = write("a.csv", `Email,n\n${key},1\nb,2\n`);
  write("consents.csv", `mail,agreed\n${key},yes\nb,yes\n`);
  expect(await rows(file, { joins: [ON] })).toMatchObject([
    { "consents.csv: agreed": "" },
    { "consents.csv: agreed": "yes" },
  ]);
});

test("a join keeps every digit of its key", async () => {
  write("consents.ndjson", '{"mail":1234567890123456789,"agreed":"yes"}\n{"mail":1234567890123456788,"agreed":"no"}');
  const file = write("a.ndjson", '{"Email":1234567890123456788}\n{"Email":1234567890123456789}');
  const found = await rows(file, { joins: [{ ...ON, file: "consents.ndjson" }] });
  expect(found).toMatchObject([{ "consents.ndjson: agreed": "no" }, { "consents.ndjson: agreed": "yes" }]);
});

test.each([
  [
    "a key with two answers",
    "mail,agreed\na@example.com,yes\nA@example.com,no",
    {},
    "an earlier row with the same key",
  ],
  ["a missing column of the file", "mail,other\na@example.com,yes", {}, 'has no column "agreed"'],
  [
    "a missing column of the records",
    "mail,agreed\na@example.com,yes",
    { on: { Mail: "mail" } },
    'has no column "Mail"',
  ],
])("a join rejects %s", async (_, consents, more, message) => {
  write("consents.csv", consents);
  await expect(rows(write("a.csv", "Email,n\na@example.com,1"), { joins: [{ ...ON, ...more }] })).rejects.toThrow(
    message,
  );
});

const LIST = '[{"id":1234567890123456789,"who":{"email":"a@example.com"}},\n {"id":2}]';

test.each([
  ["a.json", LIST],
  ["a.ndjson", LIST],
  ["export.txt", LIST],
  ["a.json", `{"tickets":${LIST},"next":null,"count":2}`],
  ["a.json", '{"id":1234567890123456789,"who":{"email":"a@example.com"}}\n{"id":2}'],
  [
    "a.ndjson",
    Buffer.from(
      `\uFEFF${LIST.replaceAll(/[[\]\n]/g, "")
        .replace(",  ", "\n")
        .replace("}}, ", "}}\n")}`,
      "utf16le",
    ),
  ],
])("reads %s as a list of records", async (name, content) => {
  expect(await rows(write(name, content))).toEqual([
    { id: "1234567890123456789", "who.email": "a@example.com" },
    { id: "2", "who.email": "" },
  ]);
});

test("a file with several lists needs the name of one", async () => {
  const file = write("a.json", '{"users":[{"id":1}],"data":{"items":[{"id":2}]},"tickets":[{"id":3}]}');
  await expect(rows(file)).rejects.toThrow('the lists "users", "tickets"; name one as "records"');
  expect(await rows(file, { records: "data.items" })).toEqual([{ id: "2" }]);
  await expect(rows(file, { records: "data" })).rejects.toThrow('no list "data"');
});

test.each(['[{"id":"1"},{"id":"2"}]', '[\n  {"id":"1"},\n  {"id":"2"}\n]', '{"id":"1"}\n{"id":"2"}\n'])(
  "reads JSON under the name .csv: %j",
  async (content) => expect(await rows(write("a.csv", content))).toEqual([{ id: "1" }, { id: "2" }]),
);

test("a header of CSV can start with a bracket", async () =>
  expect(await rows(write("a.csv", "[ID],[Name]\n1,Ada\n"))).toEqual([{ "[ID]": "1", "[Name]": "Ada" }]));

test("reads a value of a list by its number", async () => {
  const file = write("a.ndjson", '{"contacts":[{"email":"a@example.com"}]}');
  expect(await rows(file, { columns: { "contacts.0.email": "email" } })).toMatchObject([
    { "contacts.0.email": "a@example.com" },
  ]);
});

test("explains which cells identify nobody and cannot be read", async () => {
  const file = write(
    "a.csv",
    "id,account,email,phone,consent,policy,dob\n1,guest,a@example.com,000000,yes,1,soon\n2,1.23457E+18,b,+4930123456,yes,1,1980-03-12\n",
  );
  const lines = await explainFile(file, NO_MAPPING, adapterOf("chat", "crm-export") ?? expect.fail());
  expect(lines.map((line) => line.replaceAll(`${folder}/`, ""))).toEqual(
    expect.arrayContaining([
      "  unread cells: account 2 of 2, email 1 of 2, phone 1 of 2, birthDate 1 of 2",
      "a.csv, line 2: id 1; consent yes; known by email",
      "a.csv, line 3: id 2; consent yes; known by phone; described by birthDate",
    ]),
  );
});

test("explains columns found, guessed and missing, what rows become, and all errors at once", async () => {
  const file = write(
    "a.csv",
    "No,sold_at,Email,Note,Total\n1,2026-11-02,a@example.com,x,1.5\n2,soon,a@example.com,x,9\n3,2026-11-02,,x,many\n",
  );
  const columns = { No: "id", Gone: "loyalty" };
  const lines = await explainFile(
    file,
    readPushMapping(write("map.json", JSON.stringify({ columns }))),
    adapterOf("shop-till", undefined) ?? expect.fail(),
  );
  expect(lines.map((line) => line.replaceAll(`${folder}/`, ""))).toEqual([
    "a.csv: 5 columns",
    "  found by the mapping: No → id",
    "  guessed by their names: sold_at → time, Email → email, Total → amount",
    "  not read: Note",
    "  missing, which the mapping names: Gone",
    "  missing, which a push needs: the consent of a record's person, and no join of the mapping adds it, the policy version, and neither the mapping nor --policy states one for all records",
    "  decimals: after a point",
    "a.csv, line 2: id 1; consent unstated; known by email; at 2026-11-02T00:00:00.000Z; amount 1.5",
    "3 rows; consent: 0 yes, 0 no, 0 withdrawn, 1 unstated; 0 further rows of a record; 2 errors",
    expect.stringContaining('bad-value: a.csv, line 3, column "sold_at": "soon"'),
    expect.stringContaining('bad-value: a.csv, line 4, column "Total": "many"'),
  ]);
});
