/** A strong identifier: one that by itself names a person to a site. */
export type IdentifierKind = "email" | "phone" | "loyalty" | "account";
