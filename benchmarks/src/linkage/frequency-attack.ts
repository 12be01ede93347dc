import { type PersonRecord, recordTerms } from "@sedge/linkage/terms";

/** Fields whose tokens are attacked: the ones with public distributions. */
export const ATTACKED_FIELDS = ["givenName", "surname", "birthDate", "postcode", "locality"] as const;
export type AttackedField = (typeof ATTACKED_FIELDS)[number];

/** What counting tokens gave away of a field. */
export interface FrequencyAttack {
  readonly field: AttackedField;
  /** Values that records hold; a name of two words is two. */
  readonly held: number;
  /** Different ones. */
  readonly values: number;
  /** Of the held values: those that were guessed. 0 to 1. */
  readonly heldRead: number;
  /** Of the different values: those that were guessed. 0 to 1. */
  readonly valuesRead: number;
  /** Of the held values: those that are the commonest, what who says nothing but that would guess. 0 to 1. */
  readonly commonest: number;
}

/**
 * A thief of the edge's database counts how many records hold each token of a field, and puts the tokens beside the values of
 * a public distribution in order of frequency. Here the distribution is that of the very records, which no thief has: the
 * worst case. Undefined where no record has the field.
 *
 * @param token - The token of a term.
 */
export function frequencyAttack(
  field: AttackedField,
  persons: readonly PersonRecord[],
  token: (term: string) => string,
): FrequencyAttack | undefined {
  const values = persons.flatMap((person) => recordTerms(person).fields[field]?.exact ?? []);
  if (values.length === 0) return undefined;
  const byValue = ranked(values);
  const guess = new Map(ranked(values.map(token)).map(({ key }, rank) => [key, byValue[rank]?.key]));
  const read = values.filter((value) => guess.get(token(value)) === value);
  return {
    field,
    held: values.length,
    values: byValue.length,
    heldRead: read.length / values.length,
    valuesRead: new Set(read).size / byValue.length,
    commonest: (byValue[0]?.count ?? 0) / values.length,
  };
}

/** Keys, the commonest first; among equals in the order of their spelling, which for tokens is none. */
function ranked(keys: readonly string[]): { readonly key: string; readonly count: number }[] {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return [...counts]
    .map(([key, count]) => ({ key, count }))
    .toSorted((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1));
}
