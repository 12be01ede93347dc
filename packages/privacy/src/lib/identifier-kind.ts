/** A strong identifier: one that alone identifies a person to a site. */
export type IdentifierKind = "email" | "phone" | "loyalty" | "account";
