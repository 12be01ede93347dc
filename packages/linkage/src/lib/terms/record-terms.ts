import { dateTerms } from "./date-terms.ts";
import { nameTerms } from "./name-terms.ts";
import { placeTerms } from "./place-terms.ts";
import type { FieldsTerms, FieldTerms } from "./field-terms.ts";
import { FIELD_KINDS, type PersonRecord } from "./person-record.ts";
import { TERM_KINDS } from "./term-kind.ts";
import { contactTerms } from "./contact-terms.ts";

/** A record as terms: short strings that two records share when their fields are alike. Still in clear. */
export interface RecordTerms {
  fields: FieldsTerms;
}

/**
 * The terms of a record. Text without information (empty, `unknown`, an invalid date) gives no terms; nothing is
 * thrown.
 *
 * @param record - An unencrypted record, as its owner has it.
 */
export function recordTerms(record: PersonRecord): RecordTerms {
  const fields: RecordTerms["fields"] = {};
  for (const some of [nameTerms(record), dateTerms(record), placeTerms(record), contactTerms(record)]) {
    for (const field of FIELD_KINDS) {
      const terms = some[field];
      const tidied = terms && tidy(terms);
      if (tidied) fields[field] = tidied;
    }
  }
  return { fields };
}

/** Without repeats and empty kinds; undefined when nothing is left. */
function tidy(terms: FieldTerms): FieldTerms | undefined {
  const tidied: FieldTerms = {};
  let some = false;
  for (const kind of TERM_KINDS) {
    const list = terms[kind];
    if (!list || list.length === 0) continue;
    tidied[kind] = list.length === 1 ? list : [...new Set(list)];
    some = true;
  }
  return some ? tidied : undefined;
}

/** Every distinct term of a record: what its owner asks the operators to evaluate. */
export function distinctTerms(terms: RecordTerms): string[] {
  const all = Object.values(terms.fields).flatMap((field) => Object.values(field).flat());
  return [...new Set(all)].sort();
}
