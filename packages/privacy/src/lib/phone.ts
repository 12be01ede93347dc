import { isSupportedCountry, parsePhoneNumberFromString } from "libphonenumber-js/min";
import { IdentifierError } from "./identifier-error.ts";

/**
 * A phone number in E.164, such as `+14155552671`. Takes the international format, and with `country` every national
 * one; an extension is dropped, as it names a desk and not a person's line.
 *
 * The smallest metadata is used: it knows each country's lengths and number pattern, not which numbers are mobile.
 *
 * @param country - ISO 3166 two-letter country, in either case.
 * @throws IdentifierError `bad-phone` when the text is not one number that can exist, or the country is unknown.
 */
export function normalisePhone(text: string, country?: string): string {
  const defaultCountry = country?.toUpperCase();
  if (defaultCountry !== undefined && !isSupportedCountry(defaultCountry)) {
    throw new IdentifierError("bad-phone", "The country for phone numbers is not an ISO 3166 two-letter code.");
  }
  const number = parsePhoneNumberFromString(text.normalize("NFKC"), {
    ...(defaultCountry && { defaultCountry }),
    // Otherwise a number inside a sentence would be taken for the whole.
    extract: false,
  });
  if (!number?.isValid()) {
    throw new IdentifierError("bad-phone", "The phone number is not valid; give its country code, or a country.");
  }
  return number.number;
}
