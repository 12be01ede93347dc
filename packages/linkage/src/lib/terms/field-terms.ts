import type { FieldKind } from "./person-record.ts";
import type { TermKind } from "./term-kind.ts";

/** Terms by how they were made, without repeats; a kind with no term is absent. */
export type FieldTerms = Partial<Record<TermKind, string[]>>;

/** Terms of some fields. A field without a term is absent: missing, and evidence of nothing. */
export type FieldsTerms = Partial<Record<FieldKind, FieldTerms>>;
