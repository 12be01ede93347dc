import { fullYear, monthOf } from "@sedge/linkage/terms";

/** Columns of one date, by what each contains. */
export interface DateParts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

const YEAR = /year|jahr|annee|ano|anno|jaar|rok|yob|yyyy/;
const MONTH = /month|monat|mois|mes|maand|miesiac|miesiaca|mm$/;
const DAY = /day|tag|jour|dia|giorno|dag|dzien|dd$/;

function plain(title: string): string {
  return title
    .normalize("NFKD")
    .replaceAll(/\p{Mn}/gu, "")
    .toLowerCase();
}

/**
 * The day, month and year among the columns of a birth date; undefined if they are whole dates. Three mapped columns whose
 * names do not show it are day, month and year in the mapping's order.
 */
export function datePartsOf(
  titles: readonly string[],
  columns: readonly number[],
  isMapped: boolean,
): DateParts | undefined {
  const named = (pattern: RegExp) => columns.find((column) => pattern.test(plain(titles[column] ?? "")));
  const [year, month] = [named(YEAR), named(MONTH)];
  const day = columns.find((column) => column !== month && column !== year && DAY.test(plain(titles[column] ?? "")));
  if (year !== undefined && month !== undefined && day !== undefined) return { year, month, day };
  const [first, second, third] = columns;
  if (!isMapped || columns.length !== 3 || first === undefined || second === undefined || third === undefined) {
    return undefined;
  }
  return { day: first, month: second, year: third };
}

/** A date from its parts, in ISO 8601; only the year if another part is missing; empty without a year. */
export function dateOfParts(year: string, month: string, day: string): string {
  const whole = (text: string) => text.trim().replace(/\.0+$/, "");
  const number = /^\d{1,2}$/.test(whole(month)) ? whole(month) : monthOf(whole(month));
  const date = whole(day);
  const full = fullYear(whole(year));
  if (full === "" || number === undefined || date === "") return full;
  return `${full}-${number.padStart(2, "0")}-${date.padStart(2, "0")}`;
}
