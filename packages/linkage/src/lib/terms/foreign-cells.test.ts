import { describe, expect, test } from "vitest";
import type { FieldKind, PersonRecord } from "./person-record.ts";
import { recordTerms } from "./record-terms.ts";
import type { TermKind } from "./term-kind.ts";
import { unreadFields } from "./unread-fields.ts";

function terms(record: PersonRecord, field: FieldKind, kind: TermKind): string[] {
  return recordTerms(record).fields[field]?.[kind] ?? [];
}

describe("dates of other programs", () => {
  test.each([
    ["29292"],
    ["29292.0"],
    ["29292.75"],
    ["12-Mar-1980"],
    ["12-Mar-80"],
    ["12MAR1980"],
    ["12. März 1980"],
    ["12 mars 1980"],
    ["12 de marzo de 1980"],
    ["12 marca 1980"],
    ["12 mrt 1980"],
    ["12 марта 1980"],
    ["March 12th, 1980"],
    ["Wed, 12 Mar 1980"],
    ["1980-Mar-12"],
    ["12/03/80"],
    ["12.03.80"],
    ["80-03-12"],
    ["12031980"],
    ["19800312.0"],
    ["'1980-03-12"],
    ["12.3.1980."],
    ["03/12/1980 12:00:00 AM", "USA"],
    ["03/12/80", "United States"],
    ["03121980", "us"],
  ])("%s (%s) is the twelfth of March 1980", (birthDate, country = "Germany") => {
    expect(terms({ birthDate, country }, "birthDate", "exact")).toEqual(["date:19800312"]);
  });

  test.each(["1980.0", "1980", "1980.00"])("%s is a year", (birthDate) => {
    expect(recordTerms({ birthDate }).fields.birthDate).toEqual({ year: ["year:1980"] });
  });

  test.each([
    "1900-01-01",
    "01/01/1900",
    "9999-12-31",
    "0000-00-00",
    "00.00.0000",
    "soon",
    "12 Foo 1980",
    "7",
    "99999",
    "4.17E+10",
  ])("%s says nothing, and is reported", (birthDate) => {
    expect(recordTerms({ birthDate })).toEqual({ fields: {} });
    expect(unreadFields({ birthDate })).toEqual(["birthDate"]);
  });

  test("of two digits are of this century below 30", () => {
    expect(terms({ birthDate: "1.2.29" }, "birthDate", "year")).toEqual(["year:2029"]);
    expect(terms({ birthDate: "1.2.30" }, "birthDate", "year")).toEqual(["year:1930"]);
  });
});

describe("names of other programs", () => {
  const names = (record: PersonRecord) => [terms(record, "givenName", "exact"), terms(record, "surname", "exact")];

  test.each<[PersonRecord]>([
    [{ surname: "Keller, Anna" }],
    [{ surname: "Keller, Anna", givenName: "Anna" }],
    [{ fullName: "Keller, Anna" }],
    [{ fullName: "Anna Keller, PhD" }],
    [{ surname: "Keller, Jr.", givenName: "Anna" }],
    [{ givenName: "Анна", surname: "Келлер" }],
  ])("%j is Anna Keller", (record) => expect(names(record)).toEqual([["name:anna"], ["name:keller"]]));

  test.each<[PersonRecord]>([
    [{ fullName: "王小明" }],
    [{ fullName: "王 小明" }],
    [{ surname: "王", givenName: "小明" }],
  ])("%j has its surname first", (record) => {
    expect(names(record)).toEqual([["name:小明"], ["name:王"]]);
    expect(terms(record, "fullName", "exact")).toContain("name:王小明");
  });

  test("knows surnames of two characters, and Korean names", () => {
    expect(names({ fullName: "欧阳小明" })).toEqual([["name:小明"], ["name:欧阳"]]);
    expect(names({ fullName: "김민수" })).toEqual(names({ surname: "김", givenName: "민수" }));
    expect(names({ fullName: "김민수" })[0]).not.toEqual([]);
  });

  test.each([
    ["Юрий", "Yuri"],
    ["Сергей", "Sergei"],
    ["Наталья", "Natalya"],
    ["Γιώργος", "Giorgos"],
  ])("%s and %s share terms", (one, other) => {
    const all = (givenName: string) =>
      ["exact", "near", "sound"].flatMap((kind) => terms({ givenName }, "givenName", kind as TermKind));
    expect(all(one).filter((term) => all(other).includes(term))).not.toEqual([]);
  });
});

test.each([
  ["m", "Male", "männlich", "Herr", "homme", "mr."],
  ["f", "Female", "weiblich", "W", "Frau", "femme", "mujer", "vrouw"],
  ["x", "X"],
])("the gender %s is written in other ways", (letter, ...ways) => {
  for (const gender of ways) expect(terms({ gender }, "gender", "exact")).toEqual([`gender:${letter}`]);
});

describe("numbers of other programs", () => {
  test.each([
    ["41791234567.0"],
    ["4.1791234567E+10"],
    ["+41 79 123 45 67 ext 2"],
    ["079 123 45 67 ext. 2"],
    ["0041791234567 x12"],
    ["'+41 (0)79 123 45 67"],
  ])("%s is a phone number in Switzerland", (phone) => {
    expect(terms({ phone, country: "Schweiz" }, "phone", "exact")).toEqual(["phone:791234567"]);
    expect(terms({ phone }, "phone", "exact")).toEqual(["phone:791234567"]);
  });

  test.each([
    ["+45 12 34 56 78", "12345678", undefined],
    ["0045 12 34 56 78", "12 34 56 78", "DNK"],
    ["4512345678", "12345678", "Danmark"],
    ["+47 91 23 45 67", "91234567", "NO"],
    ["+65 6123 4567", "6123 4567", undefined],
  ])("%s is %s without its country's code", (phone, national, country) => {
    const record = country === undefined ? {} : { country };
    expect(terms({ phone, ...record }, "phone", "exact")).toEqual([`phone:${national.replaceAll(" ", "")}`]);
    expect(terms({ phone: national, ...record }, "phone", "exact")).toEqual(
      terms({ phone, ...record }, "phone", "exact"),
    );
  });

  test.each(["4.17E+10", "000000000", "+00 000 0000", "1111111111", "12"])("%s is no phone number", (phone) => {
    expect(recordTerms({ phone })).toEqual({ fields: {} });
    expect(unreadFields({ phone })).toEqual(phone === "" ? [] : ["phone"]);
  });

  test("an identity number of one digit says nothing, and one with a decimal is a whole number", () => {
    expect(recordTerms({ nationalId: "000000000" })).toEqual({ fields: {} });
    expect(terms({ nationalId: "123456789.0" }, "nationalId", "exact")).toEqual(["id:123456789"]);
    expect(terms({ income: "1234.0" }, "income", "exact")).toEqual(["income:1234"]);
  });

  test.each([
    ["94103-1234", undefined, "94103"],
    ["941031234", "USA", "94103"],
    ["2139", "US", "02139"],
    ["2139.0", "United States", "02139"],
    ["D-10115", undefined, "10115"],
    ["1234.0", undefined, "1234"],
    ["SW1A 1AA", "UK", "sw1a1aa"],
  ])("the postcode %s (%s) is %s", (postcode, country, code) => {
    const record = country === undefined ? { postcode } : { postcode, country };
    expect(terms(record, "postcode", "exact")).toEqual([`postcode:${code}`]);
  });
});
