/** Fields of a record besides its person. */
export const RECORD_FIELDS = ["id", "time", "consent", "learn", "consentDay", "policyVersion", "country"] as const;
/** Identifiers that are not also fields of a description, as an e-mail address and a phone number are. */
export const IDENTIFIER_FIELDS = ["loyalty", "account"] as const;
/** Yes-or-no fields of a contact. */
export const FLAG_FIELDS = ["resolved", "displeased", "opened", "clicked", "fault"] as const;
export type FlagField = (typeof FLAG_FIELDS)[number];
/** Other fields of a contact. `text`: words of the person; `turns`: a conversation. */
export const CONTACT_FIELDS = ["amount", "department", "text", "turns", ...FLAG_FIELDS] as const;
export type ContactField = (typeof CONTACT_FIELDS)[number];
