import { type PersonRecord, recordTerms } from "@sedge/linkage/terms";

/** The attacked fields: those with public distributions. */
export const ATTACKED_FIELDS = ["givenName", "surname", "birthDate", "postcode", "locality"] as const;
export type AttackedField = (typeof ATTACKED_FIELDS)[number];

/** The result of a frequency attack on a field. */
export interface FrequencyAttack {
  readonly field: AttackedField;
  /** Number of values in records; a name with two words counts twice. */
  readonly held: number;
  /** Number of different values. */
  readonly values: number;
  /** Share of values that were guessed, 0 to 1. */
  readonly heldRead: number;
  /** Share of different values that were guessed, 0 to 1. */
  readonly valuesRead: number;
  /** Share of the commonest value, which a constant guess would find, 0 to 1. */
  readonly commonest: number;
}

/**
 * An attacker with the edge's database counts the records with each token of a field, and matches tokens to the values of a
 * public distribution by frequency. Here the distribution is that of the attacked records, the worst case, which a real
 * attacker does not have. Undefined if no record has the field.
 *
 * @param token - The token of a term.
 */
export function frequencyAttack(
  field: AttackedField,
  people: readonly PersonRecord[],
  token: (term: string) => string,
): FrequencyAttack | undefined {
  const values = people.flatMap((person) => recordTerms(person).fields[field]?.exact ?? []);
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

/** Keys, commonest first. Ties are in spelling order, which is random for tokens. */
function ranked(keys: readonly string[]): { readonly key: string; readonly count: number }[] {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return [...counts]
    .map(([key, count]) => ({ key, count }))
    .toSorted((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1));
}
