import { type ColumnField, USUAL_NAMES } from "./usual-names.ts";

export type { ColumnField };

/** Names that are appended to another column of the same field, such as a second given name. */
const SECOND_NAMES = new Map<string, ColumnField>([
  ["middlename", "givenName"],
  ["secondname", "givenName"],
  ["zweitervorname", "givenName"],
  ["deuxiemeprenom", "givenName"],
  ["tussenvoegsel", "surname"],
  ["segundonombre", "givenName"],
]);

const RANKS = new Map(
  USUAL_NAMES.flatMap(([field, names]) => names.map((name, rank) => [plainName(name), { field, rank }] as const)),
);

/** Words before a usual name that say whose it is: of the person that a record is about. */
const WHOSE =
  /^(?:customer|client|contact|person|patient|member|billing|bill to|primary|main|your|personal|private|privat|kunden?|kontakt|rechnungs?|cliente|contatto|klant|klient)[\s_.:/-]+/iu;

/** Numbers behind a usual name, as in `Email_1`. */
const COUNTED = /[\s_.-]*\(?#?\d{1,2}\)?$/;

/** Names with a word before them or a number behind them are less likely than the same names alone. */
const AFFIX_RANK = 1_000;

/** A column's name without case, spaces, accents and punctuation. */
export function plainName(name: string): string {
  return name
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll("ß", "ss")
    .replaceAll("ø", "o")
    .replaceAll("æ", "ae")
    .replaceAll("ł", "l")
    .replace(/[^\p{L}\p{N}]/gu, "");
}

/**
 * The field for a usual column name, with its rank (0 is the likeliest); undefined for an unknown name. A word that says
 * whose it is may come before it, and a number behind it: `Customer First Name`, `Email_1`.
 */
export function usualField(name: string): { readonly field: ColumnField; readonly rank: number } | undefined {
  const known = knownField(name);
  if (known) return known;
  const spaced = name.replaceAll(/(?<=\p{Ll})(?=\p{Lu})/gu, " ").trim();
  const bare = knownField(spaced.replace(WHOSE, "")) ?? knownField(spaced.replace(WHOSE, "").replace(COUNTED, ""));
  return bare && { field: bare.field, rank: bare.rank + AFFIX_RANK + Number(/\d+/.exec(spaced)?.[0] ?? 0) };
}

function knownField(name: string): { readonly field: ColumnField; readonly rank: number } | undefined {
  const second = SECOND_NAMES.get(plainName(name));
  return second ? { field: second, rank: Number.POSITIVE_INFINITY } : RANKS.get(plainName(name));
}

/** Every field's code, for messages. */
export const COLUMN_FIELDS = USUAL_NAMES.map(([field]) => field);
