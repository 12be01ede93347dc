import { countryCode } from "./country-code.ts";
import { deleteOne } from "./delete-one.ts";
import { nysiis } from "./nysiis.ts";
import type { PersonRecord } from "./person-record.ts";
import { plainText } from "./plain-text.ts";
import type { FieldsTerms } from "./field-terms.ts";

/** Characters of a place's start of which neighbours are made. */
const LONGEST_NEAR = 7;

function whole(namespace: string, text: string): string[] {
  return text ? [`${namespace}:${text.replaceAll(" ", "")}`] : [];
}

/** What streets are, rather than what they are called. */
const STREET_KINDS = new Set(
  "street road avenue ave place circuit crescent drive close lane court way terrace".split(" "),
);

/** The words that identify a place: of three characters or more, as shorter ones are "st", "nr" and the like. */
function identifyingWords(text: string): string[] {
  return text.split(" ").filter((word) => word.length > 2 && !STREET_KINDS.has(word));
}

/** A single word is the exact term already. */
function words(text: string): string[] {
  return text.includes(" ") ? identifyingWords(text).map((word) => `word:${word}`) : [];
}

/** How its words sound: streets and birth places are long, and neighbours of all of it would be many terms. */
function sound(text: string): string[] {
  return identifyingWords(text)
    .flatMap((word) => nysiis(word) || [])
    .map((code) => `sound:${code}`);
}

function near(namespace: string, text: string): string[] {
  const neighbours = deleteOne(text.replaceAll(" ", ""), { shortest: 4, longest: LONGEST_NEAR });
  return neighbours.map((neighbour) => `${namespace}:${neighbour}`);
}

/** A postcode's wider area: a British outward code, else all but the last two characters. */
function area(code: string): string[] {
  const british = /^([a-z]{1,2}\d[a-z\d]?)\d[a-z]{2}$/.exec(code);
  const wider = british?.[1] ?? code.slice(0, -2);
  return wider ? [`area:${wider}`] : [];
}

/** A postcode without a country before it (`D-10115`), and without the four digits that a US ZIP code may have. */
function postcodeOf(text: string | undefined, country: string | undefined): string {
  const code = (text ?? "").trim().replace(/^[A-Za-z]{1,3}-(?=\d{4,5}$)/, "");
  const isAmerican = countryCode(country) === "US";
  const zip = /^(\d{5})-\d{4}$/.exec(code) ?? (isAmerican ? /^(\d{5})\d{4}$/.exec(code) : null);
  const plain = zip?.[1] ?? plainText(code).replaceAll(" ", "");
  // A spreadsheet drops the zero at the start.
  return isAmerican && /^\d{3,4}$/.test(plain) ? plain.padStart(5, "0") : plain;
}

/** Terms of addresses and places of birth. */
export function placeTerms(record: PersonRecord): FieldsTerms {
  const street = plainText(record.street);
  const detail = plainText(record.addressDetail);
  const locality = plainText(record.locality);
  const birthPlace = plainText(record.birthPlace);
  const postcode = postcodeOf(record.postcode, record.country);
  return {
    streetNumber: { exact: whole("number", plainText(record.streetNumber)) },
    street: { exact: whole("street", street), word: words(street), sound: sound(street) },
    addressDetail: { exact: whole("street", detail), word: words(detail) },
    locality: { exact: whole("place", locality), near: near("place", locality), word: words(locality) },
    region: { exact: whole("region", plainText(record.region)) },
    postcode: { exact: whole("postcode", postcode), near: near("postcode", postcode), area: area(postcode) },
    birthPlace: { exact: whole("place", birthPlace), word: words(birthPlace), sound: sound(birthPlace) },
  };
}
