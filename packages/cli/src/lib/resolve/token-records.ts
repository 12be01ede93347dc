import type { TokenFields } from "@sedge/linkage/record";
import {
  distinctTerms,
  FIELD_KINDS,
  type FieldTerms,
  type PersonRecord,
  recordTerms,
  TERM_KINDS,
} from "@sedge/linkage/terms";

/**
 * The terms of records one after the other, with repeats: the input of the operators.
 *
 * @param progress - Called with the share of the records that are read, 0 to 1.
 */
export function* eachTerm(
  people: readonly PersonRecord[],
  progress: (share: number) => void = () => undefined,
): Generator<string> {
  for (const [index, person] of people.entries()) {
    yield* distinctTerms(recordTerms(person));
    progress((index + 1) / people.length);
  }
}

/**
 * The records as the linker reads them, generated one by one. Terms are derived again instead of stored: those of a
 * million records would not fit into memory. Tokens keep the order of their terms, which makes the profiles independent
 * of the keys; tokens that leave the machine are sorted, because that order would reveal something about the terms.
 *
 * @param token - The token of a term.
 */
export function* tokenRecords(
  people: Iterable<PersonRecord>,
  token: (term: string) => string,
): Generator<{ readonly fields: TokenFields }> {
  for (const person of people) {
    const terms = recordTerms(person);
    const fields: TokenFields = {};
    for (const field of FIELD_KINDS) {
      const kinds = terms.fields[field];
      if (kinds) fields[field] = tokensOf(kinds, token);
    }
    yield { fields };
  }
}

function tokensOf(terms: FieldTerms, token: (term: string) => string): FieldTerms {
  const tokens: FieldTerms = {};
  for (const kind of TERM_KINDS) {
    const list = terms[kind];
    if (list) tokens[kind] = list.map(token);
  }
  return tokens;
}
