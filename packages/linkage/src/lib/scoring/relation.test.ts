import { expect, test } from "vitest";
import type { PersonRecord } from "../terms/person-record.ts";
import { recordTerms } from "../terms/record-terms.ts";
import { mapTerms } from "../terms/token-record.ts";
import { DEFAULT_MODEL } from "./default-model.ts";
import { NO_FREQUENCIES, scorePair } from "./score-pair.ts";

const record = (person: PersonRecord) => mapTerms(recordTerms(person), (term) => term);
const weight = (a: PersonRecord, b: PersonRecord, model = DEFAULT_MODEL): number =>
  scorePair(model, NO_FREQUENCIES, record(a), record(b)).weight;
const fields = (a: PersonRecord, b: PersonRecord): string[] =>
  scorePair(DEFAULT_MODEL, NO_FREQUENCIES, record(a), record(b)).waterfall.map(({ field }) => field);

const HOME = { street: "Harbour Lane", locality: "Porthaven", postcode: "20417" };
const ANN = { givenName: "Ann", surname: "Marlowe", birthDate: "1980-03-12", ...HOME };

test("a place counts once, by its strongest agreement", () => {
  const once = weight({ locality: "Porthaven" }, { locality: "Porthaven" });
  expect(weight(HOME, HOME)).toBe(once);
  expect(weight(HOME, { ...HOME, street: "Mill Road" })).toBe(once);
  expect(fields(HOME, HOME)).toEqual(["prior", "street", "household"]);
});

test("of a place where nothing agrees, the strongest difference counts", () => {
  const apart = weight(HOME, { street: "Mill Road", locality: "Kingsbridge", postcode: "90155" });
  expect(apart).toBeCloseTo(weight({ locality: "Porthaven" }, { locality: "Kingsbridge" }), 1);
});

test("people of one household are not one person, and the waterfall says why", () => {
  expect(weight(ANN, ANN)).toBeGreaterThan(5);
  const ben = { ...ANN, givenName: "Benedict", birthDate: "1977-11-30" };
  expect(weight(ANN, ben)).toBeLessThan(-5);
  expect(fields(ANN, ben).at(-1)).toBe("household");
  // A twin is about as likely as a wrong name; the learned m decides.
  const twin = { ...ANN, givenName: "Benedict" };
  expect(weight(ANN, twin)).toBeLessThan(1);
});

test("the more households there are, the less a shared surname and place say", () => {
  const noBirthDate = { givenName: "Ann", surname: "Marlowe", ...HOME };
  const other = { surname: "Marlowe", ...HOME };
  expect(weight(noBirthDate, other, { ...DEFAULT_MODEL, household: 1e-2 })).toBeLessThan(
    weight(noBirthDate, other, { ...DEFAULT_MODEL, household: 1e-8 }),
  );
});

test("an e-mail made of the same name is not counted as if it were chance", () => {
  const email = { email: "ann.marlowe@mail.example" };
  const name = { givenName: "Ann", surname: "Marlowe" };
  const gain = weight({ ...name, ...email }, { ...name, ...email }) - weight(name, name);
  const alone = weight(email, email) - weight({}, {});
  expect(gain).toBeLessThan(alone - 1);
  expect(gain).toBeGreaterThan(0);
});
