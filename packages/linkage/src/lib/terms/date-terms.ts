import { calendarDate } from "./calendar-date.ts";
import type { PersonRecord } from "./person-record.ts";
import type { FieldsTerms } from "./field-terms.ts";

/** Terms of a birth date: whole, swapped, without one part, without one digit, and its year. */
export function dateTerms(record: PersonRecord): FieldsTerms {
  const date = calendarDate(record.birthDate, record.country);
  if (!date) return {};
  const { year, month, day } = date;
  if (month === undefined || day === undefined) return { birthDate: { year: [`year:${year}`] } };
  const digits = `${year}${month}${day}`;
  return {
    birthDate: {
      exact: [`date:${digits}`],
      swap: [`swap:${year}${[month, day].sort().join("")}`],
      part: [`part:${year}${month}__`, `part:${year}__${day}`, `part:____${month}${day}`],
      year: [`year:${year}`],
      digit: Array.from(digits, (_, at) => `digit:${digits.slice(0, at)}_${digits.slice(at + 1)}`),
    },
  };
}
