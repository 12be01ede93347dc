export { FIELD_KINDS, type FieldKind, type PersonRecord } from "./lib/terms/person-record.ts";
export type { FieldTerms } from "./lib/terms/field-terms.ts";
export { distinctTerms, recordTerms, type RecordTerms } from "./lib/terms/record-terms.ts";
export { TERM_KINDS, type TermKind } from "./lib/terms/term-kind.ts";
