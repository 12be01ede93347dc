import type { TokenFields } from "@sedge/linkage/record";
import {
  distinctTerms,
  FIELD_KINDS,
  type FieldTerms,
  type PersonRecord,
  recordTerms,
  TERM_KINDS,
} from "@sedge/linkage/terms";
import { CommandError } from "@sedge/connector/command-line";

/** Most distinct terms of a run: the limit of a Set is 2^24 entries, and evaluating them takes most of a day. */
const MAX_TERMS = 16_000_000;

/**
 * Every distinct term of the records, in order of appearance: the input of the operators. Throws CommandError
 * `too-many-terms`.
 */
export function termsOf(people: Iterable<PersonRecord>, maxTerms = MAX_TERMS): Set<string> {
  const terms = new Set<string>();
  for (const person of people) {
    for (const term of distinctTerms(recordTerms(person))) terms.add(term);
    if (terms.size > maxTerms) {
      throw new CommandError(
        "too-many-terms",
        `the records make more than ${maxTerms} different terms; split the inputs.`,
      );
    }
  }
  return terms;
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
