/**
 * What a record can say of a person. `street` is a street or a first address line, `addressDetail` a second one,
 * `locality` a city or suburb, `region` a state; `nationalId` is any number that a state gives a person.
 */
export const FIELD_KINDS = [
  "givenName",
  "surname",
  "fullName",
  "birthDate",
  "birthPlace",
  "gender",
  "occupation",
  "streetNumber",
  "street",
  "addressDetail",
  "locality",
  "region",
  "postcode",
  "phone",
  "email",
  "nationalId",
  "income",
] as const;

/** A kind of field, such as `surname`. */
export type FieldKind = (typeof FIELD_KINDS)[number];

/** A record in clear, as its owner has it: raw text by kind of field. It never leaves its owner. */
export interface PersonRecord extends Partial<Readonly<Record<FieldKind, string>>> {
  /** ISO 3166-1 alpha-2 of where the record was written down: says whether 3/4 is March or April. */
  readonly country?: string;
}
