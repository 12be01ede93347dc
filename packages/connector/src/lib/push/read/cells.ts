import type { YesNoWords } from "../adapters/adapter.ts";
import type { Consent } from "../record/channel-record.ts";
import { calendarTime, formattedTime, type TimeReading } from "./time-format.ts";

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
 * Parses a time to seconds since 1970: a stated format, ISO 8601, or seconds or milliseconds since 1970. Undefined for
 * anything else; in 3/4 the month is ambiguous.
 */
export function timeOf(cell: string, { formats, zone }: TimeReading = UTC): number | undefined {
  for (const format of formats) {
    const time = formattedTime(cell, format, zone);
    if (time !== undefined) return time;
  }
  if (NUMBER.test(cell)) {
    const value = Number(cell);
    if (value < LEAST_SECONDS) return undefined;
    return value >= LEAST_MS ? value / 1_000 : value;
  }
  const [, year, month, day, hour = "0", minute = "0", second = "0", offset] = ISO.exec(cell) ?? [];
  if (year === undefined) return MAIL.map((format) => formattedTime(cell, format)).find((time) => time !== undefined);
  const clock = [Number(hour), Number(minute), Number(second.replace(",", "."))] as const;
  return calendarTime([Number(year), Number(month), Number(day)], clock, offset, zone);
}

const YES = ["yes", "y", "true", "1", "t", "x", "ja", "oui", "si"];
const NO = ["no", "n", "false", "0", "f", "nein", "non"];
const CONSENT_WORDS: readonly (readonly [Consent, readonly string[]])[] = [
  ["yes", [...YES, "granted", "given", "opt-in", "opted in", "opted-in", "consented", "subscribed"]],
  ["no", [...NO, "denied", "refused", "declined", "not subscribed"]],
  ["withdrawn", ["withdrawn", "revoked", "opt-out", "opted out", "opted-out", "unsubscribed"]],
];

/** Words that state no decision: like an empty cell, they change nothing. */
const UNSTATED = ["none", "unknown", "not asked", "pending", "null", "nan", "n/a", "na", "-", "?", "not applicable"];

function has(words: readonly string[], cell: string): boolean {
  const word = cell.toLowerCase();
  return words.some((one) => one.toLowerCase() === word);
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
  return has(YES, cell) ? true : has(NO, cell) ? false : undefined;
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
