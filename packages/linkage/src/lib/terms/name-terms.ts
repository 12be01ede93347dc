import { deleteOne } from "./delete-one.ts";
import { formalNames } from "./nickname.ts";
import { nysiis } from "./nysiis.ts";
import type { PersonRecord } from "./person-record.ts";
import { plainText } from "./plain-text.ts";
import type { FieldsTerms } from "./field-terms.ts";

/** Words before and between names that are not names. */
const NO_NAME = new Set([
  "mr",
  "mrs",
  "ms",
  "miss",
  "dr",
  "prof",
  "of",
  "the",
  "and",
  "de",
  "du",
  "von",
  "van",
  "der",
  "la",
]);

function words(text: string | undefined): string[] {
  const all = plainText(text).split(" ").filter(Boolean);
  const names = all.filter((word) => !NO_NAME.has(word));
  return names.length > 0 ? names : all;
}

function exact(names: readonly string[]): string[] {
  return names.map((name) => `name:${name}`);
}

/** Exact and neighbours share one namespace, so that a neighbour which is a name itself is a term that is paid for once. */
function near(names: readonly string[]): string[] {
  return names.flatMap((name) => deleteOne(name).map((neighbour) => `name:${neighbour}`));
}

function sound(names: readonly string[]): string[] {
  return names
    .map(nysiis)
    .filter(Boolean)
    .map((code) => `sound:${code}`);
}

/**
 * Terms of names. Given names, surnames and all words of the name share their namespaces, so that swapped names and a second
 * given name used as the first are seen. A record with a full name alone is read as given names before one surname.
 */
export function nameTerms(record: PersonRecord): FieldsTerms {
  const full = words(record.fullName);
  let given = words(record.givenName);
  let surname = words(record.surname);
  if (given.length === 0 && surname.length === 0 && full.length > 1) {
    given = full.slice(0, 1);
    surname = full.slice(-1);
  }
  const others = full.filter((word) => !given.includes(word) && !surname.includes(word));
  return {
    givenName: {
      exact: exact(given),
      near: near(given.slice(0, 1)),
      sound: sound(given.slice(0, 1)),
      nickname: given.slice(0, 1).flatMap((name) => formalNames(name).map((formal) => `formal:${formal}`)),
      initial: given.slice(0, 1).map((name) => `initial:${name.slice(0, 1)}`),
    },
    surname: { exact: exact(surname), near: near(surname.slice(-1)), sound: sound(surname.slice(-1)) },
    fullName: { exact: exact([...given, ...surname, ...full]), word: exact(others) },
  };
}
