import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { linkRecords } from "@sedge/linkage/linkage";
import { linkClear } from "./link-clear.ts";
import { type FieldKind, type PersonRecord, recordTerms } from "@sedge/linkage/terms";
import { evaluateProfiles } from "@sedge/linkage/evaluation";

const root = resolve(import.meta.dirname, "..", "..", "..", "..", "..");
const folder = join(resolve(root, process.env["SEDGE_DATA"] ?? join("..", "shared", "datasets")), "linkage");

const COLUMNS: Record<string, FieldKind> = {
  given_name: "givenName",
  first_name: "givenName",
  surname: "surname",
  street_number: "streetNumber",
  address_1: "street",
  address_2: "addressDetail",
  suburb: "locality",
  city: "locality",
  postcode: "postcode",
  state: "region",
  date_of_birth: "birthDate",
  dob: "birthDate",
  soc_sec_id: "nationalId",
  email: "email",
};

/** These files contain no quotes. Every column that is not a field identifies the entity. */
function read(
  file: string,
  truthOf: (row: Map<string, string>) => string,
): { records: PersonRecord[]; truth: string[] } {
  const [head = "", ...lines] = readFileSync(join(folder, file), "utf8").trim().split(/\r?\n/);
  const names = head.split(",").map((name) => name.trim());
  const rows = lines.map((line) => new Map(line.split(",").map((cell, at) => [names[at] ?? "", cell.trim()])));
  const records = rows.map((row) => {
    const known = [...row].flatMap(([name, cell]) => (COLUMNS[name] ? [[COLUMNS[name], cell]] : []));
    return Object.fromEntries(known) as PersonRecord;
  });
  return { records, truth: rows.map(truthOf) };
}

const hasData = existsSync(folder);

describe.skipIf(!hasData)(`public data${hasData ? "" : ": skipped, no data"}`, () => {
  test("febrl3: at least .995", () => {
    const { records, truth } = read("febrl/febrl3.csv", (row) => row.get("rec_id")?.split("-")[1] ?? "");
    const { pairF1, groupF1 } = evaluateProfiles(linkRecords(records.map(recordTerms)).profiles, truth);
    expect(pairF1).toBeGreaterThan(0.995);
    expect(groupF1).toBeGreaterThan(0.99);
  });

  test("fake_1000: at least .87, and hardly less than with texts", () => {
    const { records, truth } = read("fake_1000.csv", (row) => row.get("cluster") ?? "");
    const { pairF1, pairPrecision } = evaluateProfiles(linkRecords(records.map(recordTerms)).profiles, truth);
    expect(pairF1).toBeGreaterThan(0.87);
    expect(pairPrecision).toBeGreaterThan(0.98);
    expect(evaluateProfiles(linkClear(records).profiles, truth).pairF1 - pairF1).toBeLessThan(0.01);
  });
});
