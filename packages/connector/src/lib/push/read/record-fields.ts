/** Fields of a record besides its person. */
export const RECORD_FIELDS = [
  "id",
  "time",
  "consent",
  "consentAt",
  "withdrawnAt",
  "learn",
  "consentDay",
  "policyVersion",
  "country",
] as const;
/** Identifiers that are not also fields of a description, as an e-mail address and a phone number are. */
export const IDENTIFIER_FIELDS = ["loyalty", "account"] as const;
/** Yes-or-no fields of a contact. */
export const FLAG_FIELDS = ["resolved", "displeased", "opened", "clicked", "fault"] as const;
export type FlagField = (typeof FLAG_FIELDS)[number];
/**
 * Other fields of a contact. `refund`: what was paid back; `text`: words of the person; `turns`: a conversation, whose
 * first turn may be elsewhere (`firstText`, `firstSpeaker`), and whose visitor may be a number (`visitorId`).
 */
export const CONTACT_FIELDS = [
  "amount",
  "refund",
  "department",
  "text",
  "turns",
  "firstText",
  "firstSpeaker",
  "visitorId",
  ...FLAG_FIELDS,
] as const;
export type ContactField = (typeof CONTACT_FIELDS)[number];
