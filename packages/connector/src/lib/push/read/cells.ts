import type { YesNoWords } from "../adapters/adapter.ts";
import type { Consent } from "../record/channel-record.ts";
import { calendarTime, formattedTime, type TimeReading } from "./time-format.ts";
import { writtenTime } from "./written-time.ts";

/** An ISO 8601 day, or day and time, also as databases print it. */
const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2}(?:[.,]\d+)?))?\s*(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?)?$/i;
/** The date of an e-mail, whose month is a word. */
const MAIL = ["ddd, DD MMM YYYY HH:mm:ss Z", "DD MMM YYYY HH:mm:ss Z"];
const NUMBER = /^\d{1,13}(?:\.\d+)?$/;
/** Seconds reach this in the year 5138; milliseconds passed it in 1973. */
const LEAST_MS = 1e11;
/** Seconds passed this in 1986. A smaller number counts days, as a spreadsheet does, or spells a day. */
const LEAST_SECONDS = 5e8;
const UTC: TimeReading = { formats: [] };

/**
 * Parses a time to seconds since 1970: a stated format, ISO 8601, seconds or milliseconds since 1970, a month by its name,
 * or numbers in a known order. Undefined for anything else; without an order, in 3/4 the month is ambiguous.
 */
export function timeOf(cell: string, { formats, zone, order }: TimeReading = UTC): number | undefined {
  for (const format of formats) {
    const time = formattedTime(cell, format, zone);
    if (time !== undefined) return time;
  }
  if (NUMBER.test(cell)) {
    const value = Number(cell);
    if (value < LEAST_SECONDS) return ordered(cell, order, zone);
    return value >= LEAST_MS ? value / 1_000 : value;
  }
  const [, year, month, day, hour = "0", minute = "0", second = "0", offset] = ISO.exec(cell) ?? [];
  if (year === undefined) {
    const mailed = MAIL.map((format) => formattedTime(cell, format)).find((time) => time !== undefined);
    return mailed ?? ordered(cell, order, zone);
  }
  const clock = [Number(hour), Number(minute), Number(second.replace(",", "."))] as const;
  return calendarTime([Number(year), Number(month), Number(day)], clock, offset, zone);
}

/** A time that people wrote: in the column's order, or with the name of its month. */
function ordered(cell: string, order: TimeReading["order"], zone: string | undefined): number | undefined {
  const { only, byOrder } = writtenTime(cell, zone);
  return only ?? (order === undefined ? undefined : byOrder.get(order));
}

const YES = ["yes", "y", "true", "1", "1.0", "t", "x", "on", "✓", "✔", "☑"];
const NO = ["no", "n", "false", "0", "0.0", "f", "off", "✗", "✘"];
/** Yes and no in other languages, and what spreadsheets write for true and false in them. */
const FOREIGN_YES =
  "ja oui si sim tak ano áno igen da да так evet kyllä jah ναι はい 是 同意 예 네 نعم כן jes wahr vrai vero verdadero verdadeiro prawda waar sant sann sandt";
const FOREIGN_NO =
  "nein non não nee nej nei nie nem ne нет ні hayır hayir ei όχι いいえ 否 不同意 아니요 لا לא falsch faux falso fałsz onwaar falskt usant falsk";
const YES_WORDS = [...YES, ...FOREIGN_YES.split(" ")];
const NO_WORDS = [...NO, ...FOREIGN_NO.split(" ")];
const GIVEN =
  "granted, given, opt-in, opted in, optin, consented, consent given, subscribed, accepted, agreed, zugestimmt, erteilt, eingewilligt, accepté, aceptado, accettato, akkoord";
const REFUSED =
  "denied, refused, declined, rejected, not subscribed, not given, not consented, no consent, abgelehnt, nicht erteilt, refusé, rechazado, rifiutato, geweigerd, odmowa";
const WITHDRAWN =
  "withdrawn, revoked, opt-out, opted out, optout, unsubscribed, consent withdrawn, widerrufen, abgemeldet, retiré, désabonné, revocado, revocato, ingetrokken, wycofana";
const CONSENT_WORDS: readonly (readonly [Consent, readonly string[]])[] = [
  ["yes", [...YES_WORDS, ...GIVEN.split(", ")]],
  ["no", [...NO_WORDS, ...REFUSED.split(", ")]],
  ["withdrawn", WITHDRAWN.split(", ")],
];

/** Words that state no decision: like an empty cell, they change nothing. */
const UNSTATED =
  "none, unknown, not asked, pending, null, nan, n/a, na, -, ?, not applicable, undefined, unconfirmed, never subscribed, non subscribed, nonsubscribed, cleaned, bounced, transactional, archived, never, not set, not opted in, ☐, #n/a, nil, <na>, unbekannt, inconnu, desconocido, sconosciuto, onbekend".split(
    ", ",
  );

/** A word without case, accents, and the marks that programs write for spaces. */
export function wordOf(text: string): string {
  return text
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/(?<=[a-z])\p{Mn}/gu, "")
    .normalize("NFC")
    .replaceAll(/(?<=\p{L})[_\s-]+(?=\p{L})/gu, " ");
}

function has(words: readonly string[], cell: string): boolean {
  const word = wordOf(cell);
  return words.some((one) => wordOf(one) === word);
}

/**
 * Parses a yes-or-no word. If the owner lists the words of one side only, every other word means the other side.
 * Undefined for an unknown word.
 */
export function flagOf(cell: string, { yes, no }: YesNoWords = {}): boolean | undefined {
  if (yes && has(yes, cell)) return true;
  if (no && has(no, cell)) return false;
  if (yes && !no) return false;
  if (no && !yes) return true;
  if (yes) return undefined;
  return has(YES_WORDS, cell) ? true : has(NO_WORDS, cell) ? false : undefined;
}

/** The owner's words of a consent column. */
export type ConsentWords = Readonly<Partial<Record<Consent | "unstated", readonly string[] | undefined>>>;

/** Parses a consent cell that is not empty. `unstated`: it states no decision. Undefined for an unknown word. */
export function consentOf(cell: string, words: ConsentWords): Consent | "unstated" | undefined {
  const all = [...CONSENT_WORDS, ["unstated", UNSTATED] as const];
  const own = all.find(([consent]) => has(words[consent] ?? [], cell));
  // The owner's words replace the usual ones of the same value.
  const usual = all.find(([consent, usually]) => words[consent] === undefined && has(usually, cell));
  return (own ?? usual)?.[0];
}
