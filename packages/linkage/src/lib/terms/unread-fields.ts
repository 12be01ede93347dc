import { calendarDate } from "./calendar-date.ts";
import type { FieldKind, PersonRecord } from "./person-record.ts";
import { phoneDigits } from "./phone-digits.ts";
import { isUnknown, plainText } from "./plain-text.ts";

/** Fields whose text is read by a rule, so that it can be unreadable. */
export const READ_FIELDS = ["birthDate", "phone", "email", "nationalId"] as const satisfies readonly FieldKind[];

/** A field whose text is read by a rule. */
export type ReadField = (typeof READ_FIELDS)[number];

/**
 * Fields of a record that have a text and give no terms: a date that is none, a placeholder such as `000000000`. A cell
 * that states that nothing is known, such as `n/a`, is not one of them.
 */
export function unreadFields(record: PersonRecord): ReadField[] {
  return READ_FIELDS.filter((field) => {
    const text = record[field];
    return text !== undefined && !isUnknown(text) && !isRead(field, text, record.country);
  });
}

function isRead(field: ReadField, text: string, country: string | undefined): boolean {
  switch (field) {
    case "birthDate":
      return calendarDate(text, country) !== undefined;
    case "phone":
      return phoneDigits(text, country) !== "";
    case "email":
      return text.includes("@");
    case "nationalId":
      return !/^(?:(\d)\1+)?$/.test(plainText(text).replaceAll(" ", ""));
  }
}
