import { describe, expect, test } from "vitest";
import type { FieldKind, PersonRecord } from "./person-record.ts";
import { distinctTerms, recordTerms } from "./record-terms.ts";
import type { TermKind } from "./term-kind.ts";

function terms(record: PersonRecord, field: FieldKind, kind: TermKind): string[] {
  return recordTerms(record).fields[field]?.[kind] ?? [];
}

describe("names", () => {
  test("lose case, accents, marks and titles", () => {
    for (const surname of ["O'Neil", "O’NEIL", " oneil ", "Ónéil"]) {
      expect(terms({ surname }, "surname", "exact")).toEqual(["name:oneil"]);
    }
    expect(terms({ surname: "von der Leyen" }, "surname", "exact")).toEqual(["name:leyen"]);
    expect(terms({ givenName: "Dr. Zoë" }, "givenName", "exact")).toEqual(["name:zoe"]);
  });

  test("keep a title that is all there is", () => {
    expect(terms({ surname: "Von" }, "surname", "exact")).toEqual(["name:von"]);
  });

  test("share a term with what they are called for short", () => {
    const [bert, robert, albert, bill] = ["Bert", "Robert", "Albert", "Bill"].map((givenName) =>
      terms({ givenName }, "givenName", "nickname"),
    );
    expect(bert).toEqual(expect.arrayContaining(robert ?? []));
    expect(bert).toEqual(expect.arrayContaining(albert ?? []));
    expect(bill).not.toEqual(expect.arrayContaining(robert ?? []));
  });

  test("share their namespace across fields, so that swapped names are seen", () => {
    expect(terms({ givenName: "Lewis" }, "givenName", "exact")).toEqual(
      terms({ surname: "Lewis" }, "surname", "exact"),
    );
  });

  test("are read from a full name without other names", () => {
    const alone = { fullName: "Ada King Lovelace" };
    expect(terms(alone, "givenName", "exact")).toEqual(["name:ada"]);
    expect(terms(alone, "surname", "exact")).toEqual(["name:lovelace"]);
    expect(terms(alone, "fullName", "word")).toEqual(["name:king"]);
    expect(terms({ ...alone, surname: "King" }, "fullName", "word")).toEqual(["name:ada", "name:lovelace"]);
  });
});

describe("dates", () => {
  test.each([["1975-08-01"], ["19750801"], ["1.8.1975"], ["01/08/1975"], ["8/1/1975", "US"], ["1975-08-01T00:00:00Z"]])(
    "%s (%s) is the first of August 1975",
    (birthDate, country = "GB") => {
      expect(terms({ birthDate, country }, "birthDate", "exact")).toEqual(["date:19750801"]);
    },
  );

  test("with day and month the other way share a term, as do dates that differ in one digit", () => {
    const swap = (birthDate: string) => terms({ birthDate }, "birthDate", "swap");
    expect(swap("1975-08-01")).toEqual(swap("1975-01-08"));
    const common = terms({ birthDate: "1975-08-01" }, "birthDate", "digit").filter((term) =>
      terms({ birthDate: "1973-08-01" }, "birthDate", "digit").includes(term),
    );
    expect(common).toEqual(["digit:197_0801"]);
  });

  test("that are only a year have only a year", () => {
    expect(recordTerms({ birthDate: "1975" }).fields.birthDate).toEqual({ year: ["year:1975"] });
  });
});

describe("places and contacts", () => {
  test("a British postcode has its outward code, another all but its last two characters", () => {
    expect(terms({ postcode: "tq13 8DF" }, "postcode", "exact")).toEqual(["postcode:tq138df"]);
    expect(terms({ postcode: "tq13 8DF" }, "postcode", "area")).toEqual(["area:tq13"]);
    expect(terms({ postcode: "10115" }, "postcode", "area")).toEqual(["area:101"]);
  });

  test("what every street is called says nothing", () => {
    expect(terms({ street: "12 Tullaroop Street" }, "street", "word")).toEqual(["word:tullaroop"]);
  });

  test("a phone number's prefixes do not matter", () => {
    for (const phone of ["030 123 456 78", "+49 30 12345678", "0049-30-12345678"]) {
      expect(terms({ phone }, "phone", "exact")).toEqual(["phone:012345678"]);
    }
  });

  test("an address at another provider keeps its local part", () => {
    expect(terms({ email: "Jane.Doe@x.example" }, "email", "local")).toEqual(
      terms({ email: "jane.doe@y.example" }, "email", "local"),
    );
    expect(terms({ email: "nonsense" }, "email", "exact")).toEqual([]);
  });
});

test("what says nothing is missing", () => {
  for (const nothing of ["", "  ", "N/A", "null", "Unknown", "-"]) {
    expect(recordTerms({ surname: nothing, birthDate: nothing, phone: nothing, street: nothing })).toEqual({
      fields: {},
    });
  }
});

test("a whole record has at most 80 terms, each once", () => {
  const terms = distinctTerms(
    recordTerms({
      givenName: "Michaela",
      surname: "Featherstonehaugh",
      birthDate: "1915-11-11",
      streetNumber: "8",
      street: "tullaroop street",
      addressDetail: "miami gardens",
      locality: "winston hills",
      postcode: "4223",
      region: "nsw",
      nationalId: "5304218",
    }),
  );
  expect(new Set(terms).size).toBe(terms.length);
  expect(terms.length).toBeGreaterThan(50);
  expect(terms.length).toBeLessThanOrEqual(80);
});
