import { FIELD_KINDS, type FieldKind } from "@sedge/linkage/terms";
import { CONTACT_FIELDS, type ContactField, IDENTIFIER_FIELDS, RECORD_FIELDS } from "./record-fields.ts";
import { usualField, usualRecordField } from "../../rows/column-name.ts";

/** Every field that a column can be read as. */
export const PUSH_FIELDS = [...RECORD_FIELDS, ...IDENTIFIER_FIELDS, ...CONTACT_FIELDS, ...FIELD_KINDS] as const;
export type PushField = (typeof PUSH_FIELDS)[number];

/** The field with this code. */
export function pushField(code: string): PushField | undefined {
  return PUSH_FIELDS.find((field) => field === code);
}

/** The field for a usual column name, with its rank: from the table that `resolve` reads with, too. */
export function usualPushField(name: string): { readonly field: PushField; readonly rank: number } | undefined {
  return usualRecordField(name) ?? usualField(name);
}

/** Whether a field describes a person, so that records are compared by similarity. */
export function isDescription(field: PushField): field is FieldKind {
  return FIELD_KINDS.some((kind) => kind === field) && field !== "email" && field !== "phone";
}

/** Whether a field describes a contact. */
export function isContactField(field: PushField): field is ContactField {
  return CONTACT_FIELDS.some((one) => one === field);
}
