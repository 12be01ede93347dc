import { countryCode } from "./country-code.ts";
import { monthOf } from "./month-name.ts";
import { wholeNumber } from "./plain-text.ts";

/** A date as written: digits, perhaps wrong ones. Month and day are absent when only a year is known. */
export interface CalendarDate {
  readonly year: string;
  readonly month?: string;
  readonly day?: string;
}

/** Countries whose short dates put the month first. */
const MONTH_FIRST = new Set(["US", "PH", "PR", "GU"]);

/** What programs and people write for an unknown date. */
const PLACEHOLDERS = new Set(["19000101", "19000100", "19010101", "11111111", "99991231"]);

/** Years in which people on record were born; eight digits without separators start with one, or end with one. */
const [FIRST_YEAR, LAST_YEAR] = [1600, 2100];

/** A year of two digits from this on is of the nineteen-hundreds, an earlier one of this century, as in Excel. */
const PIVOT = 30;

/** Excel counts days from this one. Five digits from 1927 to 2064; fewer digits are a year. */
const EXCEL_EPOCH = Date.UTC(1899, 11, 30);
const DAY_MS = 86_400_000;

/**
 * The date that `text` writes: `1975-08-01`, `19750801`, `01081975`, `1.8.1975`, `1/8/1975`, `1/8/75`, `1 Aug 1975`, `August 1st,
 * 1975`, Excel's day `27607`, or a year alone, also as `1975.0`. Digits are not checked against the calendar, as a month 18 is a
 * typing error that says much about the true one. Undefined for text that is no date, and for placeholders such as
 * `1900-01-01`.
 *
 * @param country - As people write it; decides whether `1/8/1975` is January or August. Day first unless known otherwise.
 */
export function calendarDate(text: string | undefined, country?: string): CalendarDate | undefined {
  const plain = wholeNumber(
    (text ?? "")
      .trim()
      .toLowerCase()
      .replace(/^'/, "")
      .replace(/(?<=\d)[t ]\d{1,2}:\d\d.*$/, "")
      .replace(/[.,]$/, ""),
  );
  const isMonthFirst = MONTH_FIRST.has(countryCode(country) ?? "");
  const date = dateOf(plain, isMonthFirst) ?? spelt(plain);
  if (!date || /^0+$|^9999$/.test(date.year)) return undefined;
  return PLACEHOLDERS.has(`${date.year}${date.month ?? ""}${date.day ?? ""}`) ? undefined : date;
}

function dateOf(plain: string, isMonthFirst: boolean): CalendarDate | undefined {
  if (/^\d{8}$/.test(plain)) return compact(plain, isMonthFirst);
  const [, first = "", second = "", third = ""] = /^(\d{1,4})[-/. ]+(\d{1,2})[-/. ]+(\d{1,4})$/.exec(plain) ?? [];
  if (first.length === 4 && third.length <= 2) return dated(first, second, third);
  if (first.length <= 2 && third.length === 4) return shortDate(first, second, third, isMonthFirst);
  if (first.length === 2 && third.length === 2 && Number(first) > 31) return dated(fullYear(first), second, third);
  if (first !== "" && first.length <= 2 && third.length === 2) {
    return shortDate(first, second, fullYear(third), isMonthFirst);
  }
  if (/^\d{4}$/.test(plain)) return { year: plain };
  if (/^[1-5]\d{4}(?:\.\d+)?$/.test(plain)) {
    const iso = new Date(EXCEL_EPOCH + Math.floor(Number(plain)) * DAY_MS).toISOString();
    return dated(iso.slice(0, 4), iso.slice(5, 7), iso.slice(8, 10));
  }
  return undefined;
}

/** Eight digits: the year comes first, unless the others are a date only if it comes last. */
function compact(digits: string, isMonthFirst: boolean): CalendarDate | undefined {
  const yearFirst = dated(digits.slice(0, 4), digits.slice(4, 6), digits.slice(6));
  const yearLast = shortDate(digits.slice(0, 2), digits.slice(2, 4), digits.slice(4), isMonthFirst);
  return [
    isReal(yearFirst) && yearFirst,
    isReal(yearLast) && yearLast,
    isYear(yearFirst.year) && yearFirst,
    isYear(yearLast.year) && yearLast,
  ].find((date) => date !== false);
}

const isYear = (year: string) => Number(year) >= FIRST_YEAR && Number(year) <= LAST_YEAR;

function isReal({ year, month = "", day = "" }: CalendarDate): boolean {
  return isYear(year) && Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= 31;
}

function dated(year: string, month: string, day: string): CalendarDate {
  return { year, month: month.padStart(2, "0"), day: day.padStart(2, "0") };
}

function shortDate(first: string, second: string, year: string, isMonthFirst: boolean): CalendarDate {
  return isMonthFirst ? dated(year, first, second) : dated(year, second, first);
}

/** A year of two digits in full; any other as it is. */
export function fullYear(year: string): string {
  if (!/^\d\d$/.test(year)) return year;
  return Number(year) < PIVOT ? `20${year}` : `19${year}`;
}

/** A date with its month in words, in any order: `12-Mar-1980`, `12. März 1980`, `March 12th, 1980`, `1980 Mar 12`. */
function spelt(plain: string): CalendarDate | undefined {
  const words = plain.split(/[^\p{L}\p{M}\d]+|(?<=\d)(?=\p{L})|(?<=\p{L})(?=\d)/u).filter(Boolean);
  const months = words.flatMap((word) => (/\d/.test(word) ? [] : (monthOf(word) ?? [])));
  const numbers = words.filter((word) => /^\d{1,4}$/.test(word));
  const [month] = months;
  if (month === undefined || months.length > 1 || numbers.length > 2) return undefined;
  const [one = "", other] = numbers;
  if (other === undefined) return one.length === 4 ? { year: one } : undefined;
  if (one.length === 4) return dated(one, month, other);
  return dated(fullYear(other), month, one);
}
