import { countryCode, type PersonRecord } from "@sedge/linkage/terms";

const SHORT_DATE = /^'?(\d{1,2})[-/. ](\d{1,2})[-/. ](?:\d{2}|\d{4})(?!\d)/;

/**
 * Whether an input writes the month first in short dates such as `8/31/75`: some second numbers are above 12, and no first
 * ones. Undefined if no date shows it, or if they contradict each other.
 */
export function isMonthFirst(people: Iterable<PersonRecord>): boolean | undefined {
  let [isFirstDay, isSecondDay] = [false, false];
  for (const { birthDate = "" } of people) {
    const [, first = "0", second = "0"] = SHORT_DATE.exec(birthDate) ?? [];
    if (Number(first) > 12 && Number(first) < 32) isFirstDay = true;
    if (Number(second) > 12 && Number(second) < 32) isSecondDay = true;
  }
  return isFirstDay === isSecondDay ? undefined : isSecondDay;
}

/** A record with its short birth date in the order of its country's other dates, if the input's order differs. */
export function inOrder(person: PersonRecord, monthFirst: boolean): PersonRecord {
  const { birthDate = "", country } = person;
  const short = SHORT_DATE.exec(birthDate);
  if (!short || (countryCode(country) === "US") === monthFirst) return person;
  const [whole, first = "", second = ""] = short;
  const swapped = whole.replace(/^'?\d+([-/. ])\d+/, `${second}$1${first}`);
  return { ...person, birthDate: swapped + birthDate.slice(whole.length) };
}
