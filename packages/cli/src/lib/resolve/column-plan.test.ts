import { expect, test } from "vitest";
import { usualField } from "@sedge/connector/rows";
import { columnPlan } from "./column-plan.ts";
import { type Mapping, NO_MAPPING } from "./mapping.ts";
import { columnsOf, personReader } from "./person-row.ts";

const spec = { name: "crm", file: "a.csv" };
const fieldsOf = (columns: readonly string[], mapping: Mapping = NO_MAPPING, truth?: string) =>
  Object.fromEntries(columnPlan(spec, columns, mapping, truth).fields);

test.each([
  ["given_name", "givenName"],
  [" First Name ", "givenName"],
  ["FORENAME", "givenName"],
  ["last-name", "surname"],
  ["date_of_birth", "birthDate"],
  ["D.O.B.", "birthDate"],
  ["phone number", "phone"],
  ["soc_sec_id", "nationalId"],
  ["Straße", "street"],
  ["address_1", "street"],
  ["address_2", "addressDetail"],
  ["street_number", "streetNumber"],
  ["suburb", "locality"],
  ["zip", "postcode"],
  ["birth_place", "birthPlace"],
  ["Prénom", "givenName"],
])("%j is read as %s", (name, field) => expect(usualField(name)?.field).toBe(field));

test.each(["id", "rec_id", "cluster", "created_at", "notes", "toString"])("does not read %j as a field", (name) =>
  expect(usualField(name)).toBeUndefined(),
);

test("the likeliest name comes first, and the truth column is not a field", () => {
  expect(fieldsOf(["mobile", "phone", "surname"], NO_MAPPING, "surname")).toEqual({ phone: [1, 0] });
});

test("a mapping overrides usual names; an input's own mapping overrides the general one", () => {
  const mapping: Mapping = {
    columns: new Map([
      ["phone", null],
      ["town", "surname"],
    ]),
    inputs: new Map<string, Map<string, "birthPlace" | null>>([
      ["crm", new Map([["town", "birthPlace"]])],
      ["pos", new Map([["zip", null]])],
    ]),
  };
  const columns = ["phone", "town", "zip", "birth place", "mail"];
  expect(fieldsOf(columns, mapping)).toEqual({ birthPlace: [1], postcode: [2], email: [4] });
  expect(columnPlan(spec, columns, mapping, undefined).ignored).toEqual([0, 3]);
});

test("joins a row's names, uses the first phone, and treats empty cells as missing", () => {
  const plan = columnPlan(
    spec,
    ["mobile", "middle name", "dob", "phone", "first name", "country"],
    NO_MAPPING,
    undefined,
  );
  const person = (...cells: readonly string[]) =>
    personReader(plan, "DE")(columnsOf(plan).map((at) => cells[at] ?? ""));
  expect(person("2", "Maria", "", "1", "Anna", "")).toEqual({ givenName: "Anna Maria", phone: "1", country: "DE" });
  expect(person("2", "", "1990", "", "Anna", "AT")).toEqual({
    givenName: "Anna",
    phone: "2",
    birthDate: "1990",
    country: "AT",
  });
});
