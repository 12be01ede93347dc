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

/** Most different terms of a run: a set holds 2^24 entries, and the operators would be asked for most of a day. */
const MAX_TERMS = 16_000_000;

/**
 * Every distinct term of the records, in the order in which they come: what operators are asked for. Throws CommandError
 * `too-many-terms`.
 */
export function termsOf(persons: Iterable<PersonRecord>, maxTerms = MAX_TERMS): Set<string> {
  const terms = new Set<string>();
  for (const person of persons) {
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
 * The records as the linker sees them, one by one. Terms are made again rather than kept: those of a million records would
 * not fit into memory. Tokens stand in the order of their terms, where those that leave the owner are sorted: that order would
 * tell something of the terms, and here it makes the profiles the same whatever the keys.
 *
 * @param token - The token of a term.
 */
export function* tokenRecords(
  persons: Iterable<PersonRecord>,
  token: (term: string) => string,
): Generator<{ readonly fields: TokenFields }> {
  for (const person of persons) {
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
