export { FIELD_KINDS, type FieldKind, type PersonRecord } from "./lib/terms/person-record.ts";
export type { FieldTerms } from "./lib/terms/field-terms.ts";
export { distinctTerms, recordTerms, type RecordTerms } from "./lib/terms/record-terms.ts";
export { TERM_KINDS, type TermKind } from "./lib/terms/term-kind.ts";
export { calendarDate, fullYear } from "./lib/terms/calendar-date.ts";
export { countryCode } from "./lib/terms/country-code.ts";
export { monthOf } from "./lib/terms/month-name.ts";
export { READ_FIELDS, type ReadField, unreadFields } from "./lib/terms/unread-fields.ts";
