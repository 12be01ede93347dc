import type { FieldKind } from "@sedge/linkage/terms";

/** A field that a column can be read as: a field of a person, or the country of a row's phones and dates. */
export type ColumnField = FieldKind | "country";

/** Usual column names, the likeliest first. Case, spaces, accents and punctuation are ignored. */
const USUAL_NAMES: Readonly<Record<ColumnField, readonly string[]>> = {
  givenName: [
    "given name",
    "first name",
    "forename",
    "fname",
    "first",
    "given",
    "given names",
    "first names",
    "forenames",
    "christian name",
    "vorname",
    "prenom",
  ],
  surname: [
    "surname",
    "last name",
    "family name",
    "lname",
    "last",
    "nachname",
    "familienname",
    "apellido",
    "apellidos",
  ],
  fullName: ["full name", "name", "first and surname", "customer name", "person name", "contact name", "display name"],
  birthDate: ["birth date", "dob", "date of birth", "birthday", "bdate", "born", "geburtsdatum", "birth year", "yob"],
  birthPlace: ["birth place", "place of birth", "pob", "birth city", "birth town", "geburtsort"],
  gender: ["gender", "sex", "geschlecht"],
  occupation: ["occupation", "job", "job title", "profession", "beruf"],
  streetNumber: ["street number", "house number", "house no", "street no", "building number", "hausnummer"],
  street: ["street", "street name", "address 1", "address line 1", "addr1", "street address", "address", "strasse"],
  addressDetail: ["address detail", "address 2", "address line 2", "addr2", "unit", "apartment", "flat"],
  locality: ["locality", "city", "town", "suburb", "municipality", "village", "ort", "stadt", "ville"],
  region: ["region", "state", "province", "county", "bundesland"],
  postcode: ["postcode", "postal code", "zip", "zip code", "post code fake", "plz", "pin code", "eircode"],
  phone: [
    "phone",
    "phone number",
    "phone no",
    "telephone",
    "telephone number",
    "tel",
    "mobile",
    "mobile number",
  ].concat(["mobile phone", "cell", "cell phone", "home phone", "work phone", "contact number", "telefon", "handy"]),
  email: ["email", "email address", "mail", "mail address", "email id"],
  nationalId: [
    "national id",
    "soc sec id",
    "ssn",
    "social security number",
    "national insurance number",
    "nino",
  ].concat(["nhs number", "tax id", "passport", "passport number"]),
  income: ["income", "salary", "annual income"],
  country: ["country", "country code"],
};

/** Names that are appended to another column of the same field, such as a second given name. */
const SECOND_NAMES = new Map<string, ColumnField>([
  ["middlename", "givenName"],
  ["secondname", "givenName"],
]);

const RANKS = new Map(
  Object.entries(USUAL_NAMES).flatMap(([field, names]) =>
    names.map((name, rank) => [plainName(name), { field: field as ColumnField, rank }] as const),
  ),
);

/** A column's name without case, spaces, accents and punctuation. */
export function plainName(name: string): string {
  return name
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll("ß", "ss")
    .replace(/[^\p{L}\p{N}]/gu, "");
}

/** The field for a usual column name, with its rank (0 is the likeliest); undefined for an unknown name. */
export function usualField(name: string): { readonly field: ColumnField; readonly rank: number } | undefined {
  const second = SECOND_NAMES.get(plainName(name));
  return second ? { field: second, rank: Number.POSITIVE_INFINITY } : RANKS.get(plainName(name));
}

/** Every field's code, for messages. */
export const COLUMN_FIELDS = Object.keys(USUAL_NAMES);
