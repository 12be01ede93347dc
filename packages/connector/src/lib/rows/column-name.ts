import { type ColumnField, type RecordColumn, USUAL_NAMES, USUAL_RECORD_NAMES } from "./usual-names.ts";

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

const RECORD_RANKS = new Map(
  USUAL_RECORD_NAMES.flatMap(([field, names]) =>
    names.map((name, rank) => [plainName(name), { field, rank }] as const),
  ),
);

/** What may follow the name of an amount or a time: a currency, a zone, or what is included. */
const UNIT =
  /(?<=.)[\s_]*(?:[([](?:[A-Z]{3}|\p{Sc}|GMT[+-]\d+|(?:in )?(?:eur|usd|gbp|chf)|brutto|gross|base|purchased|(?:inkl|incl)\b[^)\]]*)[)\]]|[\s_](?:in )?(?:EUR|USD|GBP|CHF|PLN|SEK|DKK|NOK|UTC|GMT|\p{Sc}))$/iu;

/** Fields whose names state a unit. */
const MEASURED: ReadonlySet<RecordColumn> = new Set(["time", "amount", "refund"]);

/** Words before a usual name that say whose it is: of the person that a record is about. */
const WHOSE =
  /^(?:customer|client|contact|person|patient|member|buyer|billing(?:[\s_.]address)?|bill to|primary|main|your|personal|private|privat|kunden?|käufer|kontakt|rechnungs?|rechnungsadresse|acheteur|facturation|cliente|comprador|facturacion|contatto|acquirente|klant|koper|klient|kupujacy)[\s_.:/-]+/iu;

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

/**
 * The field of a record for a usual column name, with its rank. A currency or a zone may follow it: `Betrag (EUR)`,
 * `Created date (UTC)`.
 */
export function usualRecordField(name: string): { readonly field: RecordColumn; readonly rank: number } | undefined {
  const known = RECORD_RANKS.get(plainName(name));
  if (known) return known;
  const bare = RECORD_RANKS.get(plainName(name.trim().replace(UNIT, "")));
  return bare && MEASURED.has(bare.field) ? { ...bare, rank: bare.rank + AFFIX_RANK } : undefined;
}

/** Every field's code, for messages. */
export const COLUMN_FIELDS = USUAL_NAMES.map(([field]) => field);
