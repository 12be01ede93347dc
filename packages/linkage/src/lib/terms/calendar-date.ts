/** A date as written: digits, perhaps wrong ones. Month and day are absent when only a year is known. */
export interface CalendarDate {
  readonly year: string;
  readonly month?: string;
  readonly day?: string;
}

/** Countries whose short dates put the month first. */
const MONTH_FIRST = new Set(["US", "PH", "PR", "GU"]);

/**
 * The date that `text` writes: `1975-08-01`, `19750801`, `1.8.1975`, `1/8/1975`, or a year alone. Digits are not checked
 * against the calendar, as a month 18 is a typing error that says much about the true one.
 *
 * @param country - ISO 3166-1 alpha-2; decides whether `1/8/1975` is January or August. Day first unless known otherwise.
 */
export function calendarDate(text: string | undefined, country?: string): CalendarDate | undefined {
  const plain = (text ?? "").trim().replace(/(?<=\d)[T ]\d\d:\d\d.*$/, "");
  const compact = /^(\d{4})(\d{2})(\d{2})$/.exec(plain);
  const yearFirst = compact ?? /^(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})$/.exec(plain);
  if (yearFirst) {
    const [, year = "", month = "", day = ""] = yearFirst;
    return { year, month: month.padStart(2, "0"), day: day.padStart(2, "0") };
  }
  const yearLast = /^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})$/.exec(plain);
  if (yearLast) {
    const [, first = "", second = "", year = ""] = yearLast;
    const [month, day] = MONTH_FIRST.has(country?.toUpperCase() ?? "") ? [first, second] : [second, first];
    return { year, month: month.padStart(2, "0"), day: day.padStart(2, "0") };
  }
  const alone = /^\d{4}$/.exec(plain);
  return alone ? { year: plain } : undefined;
}
