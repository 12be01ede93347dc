import { FIELD_KINDS, type FieldKind } from "@sedge/linkage/terms";
import { plainName, usualField } from "../../rows/column-name.ts";

/** What a column says of a record beside who it is of. */
const RECORD_FIELDS = ["id", "time", "consent", "learn", "consentDay", "policyVersion", "country"] as const;
/** Identifiers that a person's fields do not have: an e-mail address and a phone are both. */
const IDENTIFIER_FIELDS = ["loyalty", "account"] as const;
/** What a column says of a contact that is so or not. */
export const FLAG_FIELDS = ["resolved", "displeased", "opened", "clicked", "fault"] as const;
export type FlagField = (typeof FLAG_FIELDS)[number];
/** What else a column says of a contact. `text`: words of the person; `turns`: a conversation. */
const CONTACT_FIELDS = ["amount", "department", "text", "turns", ...FLAG_FIELDS] as const;
export type ContactField = (typeof CONTACT_FIELDS)[number];

/** What a column can be read as. */
export const PUSH_FIELDS = [...RECORD_FIELDS, ...IDENTIFIER_FIELDS, ...CONTACT_FIELDS, ...FIELD_KINDS] as const;
export type PushField = (typeof PUSH_FIELDS)[number];

/** Names that columns usually have in any channel, the likeliest first. */
const USUAL_NAMES: Readonly<Partial<Record<PushField, readonly string[]>>> = {
  id: ["id", "record id", "event id", "uuid", "message id", "transaction id"],
  time: ["time", "timestamp", "at", "date", "datetime", "created at", "occurred at", "started at"],
  consent: ["consent", "link consent", "marketing consent", "opt in", "einwilligung"],
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

/** A field by its code alone. */
export function pushField(code: string): PushField | undefined {
  return PUSH_FIELDS.find((field) => field === code);
}

/** What a usual name means, and how usual it is for that; person's fields by the names that `resolve` knows. */
export function usualPushField(name: string): { readonly field: PushField; readonly rank: number } | undefined {
  return USUAL.get(plainName(name)) ?? usualField(name);
}

/** Whether a field says who somebody is in words, and so by likeness alone. */
export function isDescription(field: PushField): field is FieldKind {
  return FIELD_KINDS.some((kind) => kind === field) && field !== "email" && field !== "phone";
}

/** Whether a field says of a contact what it was. */
export function isContactField(field: PushField): field is ContactField {
  return CONTACT_FIELDS.some((one) => one === field);
}
