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
  ["Wohnort", "locality"],
  ["nom", "surname"],
  ["courriel", "email"],
  ["date de naissance", "birthDate"],
  ["Email_1", "email"],
  ["E-Mail 2", "email"],
  ["Customer First Name", "givenName"],
  ["customerFirstName", "givenName"],
  ["contact_phone", "phone"],
  ["Kunden-PLZ", "postcode"],
  ["Fecha de nacimiento", "birthDate"],
  ["apellidos", "surname"],
  ["Cognome", "surname"],
  ["Indirizzo e-mail", "email"],
  ["Achternaam", "surname"],
  ["Woonplaats", "locality"],
  ["imię", "givenName"],
  ["płeć", "gender"],
  ["kod pocztowy", "postcode"],
  ["Fødselsdato", "birthDate"],
])("%j is read as %s", (name, field) => expect(usualField(name)?.field).toBe(field));

test.each([
  "id",
  "rec_id",
  "cluster",
  "created_at",
  "notes",
  "toString",
  "customer id",
  "contact owner",
  "row 2",
  "username",
])("does not read %j as a field", (name) => expect(usualField(name)).toBeUndefined());

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

const read = (columns: readonly string[], mapping: Mapping, ...cells: readonly string[]) => {
  const plan = columnPlan(spec, columns, mapping, undefined);
  return personReader(plan, undefined)(columnsOf(plan).map((at) => cells[at] ?? ""));
};
const mapped = (...names: readonly string[]): Mapping => ({
  columns: new Map(names.map((name) => [name, "birthDate"])),
  inputs: new Map(),
});

test("joins the day, month and year of a birth date, in any order of the columns", () => {
  const columns = ["birth_year", "birth_month", "birth_day"];
  expect(read(columns, NO_MAPPING, "1980", "3", "12")).toEqual({ birthDate: "1980-03-12" });
  expect(read(columns, NO_MAPPING, "80", "Mar", "12.0")).toEqual({ birthDate: "1980-03-12" });
  expect(read(columns, NO_MAPPING, "1980", "", "12")).toEqual({ birthDate: "1980" });
  expect(read(columns, NO_MAPPING, "", "3", "12")).toEqual({});
  expect(read(["Jahr", "Tag", "Monat"], mapped("Tag", "Monat", "Jahr"), "1980", "12", "3")).toEqual({
    birthDate: "1980-03-12",
  });
  expect(read(["d", "m", "y"], mapped("d", "m", "y"), "12", "3", "1980")).toEqual({ birthDate: "1980-03-12" });
});

test("two columns of whole dates are not joined", () => {
  expect(read(["dob", "birthday"], NO_MAPPING, "", "1980-03-12")).toEqual({ birthDate: "1980-03-12" });
});

test("beside a given name, the column Name is the surname", () => {
  expect(fieldsOf(["Vorname", "Name"])).toEqual({ givenName: [0], surname: [1] });
  expect(fieldsOf(["Vorname", "Name", "Nachname"])).toEqual({ givenName: [0], fullName: [1], surname: [2] });
  expect(fieldsOf(["Name"])).toEqual({ fullName: [0] });
});

test.each([
  [["id", "sex"], "gender"],
  [["city", "zip", "country"], "locality, postcode"],
])("refuses %j, whose values many people share", (columns, known) =>
  expect(() => fieldsOf(columns)).toThrow(`no-fields: a.csv: only ${known} is known among its columns`),
);
