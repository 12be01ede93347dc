import { FIELD_KINDS, type FieldKind } from "@sedge/linkage/terms";
import { CONTACT_FIELDS, type ContactField, IDENTIFIER_FIELDS, RECORD_FIELDS } from "./record-fields.ts";
import { plainName, usualField } from "../../rows/column-name.ts";

/** Every field that a column can be read as. */
export const PUSH_FIELDS = [...RECORD_FIELDS, ...IDENTIFIER_FIELDS, ...CONTACT_FIELDS, ...FIELD_KINDS] as const;
export type PushField = (typeof PUSH_FIELDS)[number];

/** Usual column names in any channel, the likeliest first. */
const USUAL_NAMES: Readonly<Partial<Record<PushField, readonly string[]>>> = {
  id: ["id", "record id", "event id", "uuid", "message id", "transaction id"],
  time: ["time", "timestamp", "at", "date", "datetime", "created at", "occurred at", "started at"],
  consent: ["consent", "link consent", "marketing consent", "opt in", "einwilligung"],
  consentAt: ["opted in at", "opt in at", "opt in time", "optin time", "subscribed at", "consented at", "confirm time"],
  withdrawnAt: ["opted out at", "opt out at", "opt out time", "unsubscribed at", "unsub time"],
  learn: ["learn", "learn consent", "consent to learn"],
  consentDay: ["consent day", "consent date", "consent at", "opt in date"],
  policyVersion: ["policy version", "policy", "privacy policy", "consent version"],
  loyalty: [
    "loyalty",
    "loyalty number",
    "loyalty id",
    "loyalty card",
    "card number",
    "member number",
    "membership number",
  ],
  account: ["account", "account id", "customer id", "customer number", "user id", "member id", "kundennummer"],
};

const USUAL = new Map(
  PUSH_FIELDS.flatMap((field) =>
    (USUAL_NAMES[field] ?? []).map((name, rank) => [plainName(name), { field, rank }] as const),
  ),
);

/** The field with this code. */
export function pushField(code: string): PushField | undefined {
  return PUSH_FIELDS.find((field) => field === code);
}

/** The field for a usual column name, with its rank. Includes the names that `resolve` recognises. */
export function usualPushField(name: string): { readonly field: PushField; readonly rank: number } | undefined {
  return USUAL.get(plainName(name)) ?? usualField(name);
}

/** Whether a field describes a person, so that records are compared by similarity. */
export function isDescription(field: PushField): field is FieldKind {
  return FIELD_KINDS.some((kind) => kind === field) && field !== "email" && field !== "phone";
}

/** Whether a field describes a contact. */
export function isContactField(field: PushField): field is ContactField {
  return CONTACT_FIELDS.some((one) => one === field);
}
