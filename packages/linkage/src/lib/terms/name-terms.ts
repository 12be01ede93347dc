import { deleteOne } from "./delete-one.ts";
import { formalNames } from "./nickname.ts";
import { nysiis } from "./nysiis.ts";
import type { PersonRecord } from "./person-record.ts";
import { nameParts } from "./name-parts.ts";
import type { FieldsTerms } from "./field-terms.ts";

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
 * given name used as the first are seen.
 */
export function nameTerms(record: PersonRecord): FieldsTerms {
  const { given, surname, full } = nameParts(record);
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
