import type { PersonRecord } from "@sedge/linkage/terms";
import { misheard, numberBelow, type Random, typed } from "./made-words.ts";
import type { Person, Population } from "./population.ts";

/** How a file knows people. Shares are from 0 to 1. */
export interface ObservationParameters {
  readonly fields: readonly (keyof PersonRecord)[];
  /** Share of records with errors; each of those has one to `mostErrors` of them. */
  readonly corrupted: number;
  readonly mostErrors: number;
  /** Share of errors that are heard, not typed. */
  readonly heard: number;
  /** Share of people who have moved since. */
  readonly moved: number;
  /** Share of people who have another surname since. */
  readonly married: number;
  /** Share of values missing. */
  readonly missing: number;
  /** Share of values missing with people under 18, who fill in no forms. */
  readonly missingOfChildren: number;
}

/** E-mail providers: few, so that people of one name have one address now and then. */
const PROVIDERS = 4;

/** A person as a file knows them. */
export function observed(
  { givenName, surname, home, birthDate, gender, who }: Person,
  parameters: ObservationParameters,
  { anyHome, anySurname }: Population,
  random: Random,
): PersonRecord {
  const place = random() < parameters.moved ? anyHome() : home;
  const values: Record<string, string> = {
    givenName,
    surname: random() < parameters.married ? anySurname() : surname,
    birthDate,
    gender,
    ...place,
    // Of three addresses one has a number, and so only two in three are made of the name alone.
    email: `${givenName}.${surname}${who % 3 === 0 ? who % 100 : ""}@mail${who % PROVIDERS}.example`,
  };
  const isChild = Number(birthDate.slice(0, 4)) > 2007;
  const known = parameters.fields.filter(
    () => random() >= parameters.missing + (isChild ? parameters.missingOfChildren : 0),
  );
  const record = Object.fromEntries(known.map((field) => [field, values[field] ?? ""]));
  if (random() >= parameters.corrupted) return record;
  for (let errors = 1 + numberBelow(random, parameters.mostErrors); errors > 0; errors--) {
    const field = known[numberBelow(random, known.length)];
    if (field === undefined || field === "gender") continue;
    const wrong = random() < parameters.heard && field !== "birthDate" ? misheard : typed;
    record[field] = wrong(random, record[field] ?? "");
  }
  return record;
}
