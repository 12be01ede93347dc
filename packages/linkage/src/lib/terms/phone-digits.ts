import { isSupportedCountry, parsePhoneNumberFromString } from "libphonenumber-js/min";
import { countryCode } from "./country-code.ts";
import { wholeNumber } from "./plain-text.ts";

/** Digits that distinguish two numbers of one country. */
const KEPT = 9;
/** A number with its country's code and at most this many digits may have a national part shorter than KEPT. */
const LONGEST_SHORT = 11;
/** Fewest digits of a number that a person can be called at. */
const FEWEST = 5;

/**
 * Digits of a phone number's national part: at most the last nine, so that country and trunk prefixes do not matter. The
 * country's code is dropped where the national part is shorter, as in Denmark and Norway. Extensions are dropped. Empty
 * for text that is no number, such as `4.17E+10` and `000000000`.
 *
 * @param country - As people write it: where a number without a country's code is from.
 */
export function phoneDigits(text: string | undefined, country?: string): string {
  const plain = wholeNumber((text ?? "").trim().toLowerCase())
    .replace(/\.0+$/, "")
    .replace(/\s*(?:;?ext[.:=]?|extension|durchwahl|dw|poste|x|#)\s*\d{1,6}\s*$/, "");
  const international = plain.replace(/^[^\d+]*00(?=[1-9])/, "+");
  const digits = international.replaceAll(/\D/g, "");
  if (digits.length < FEWEST || /^(\d)\1*$/.test(digits) || /e[+-]?\d/.test(plain)) return "";
  if (digits.length > LONGEST_SHORT) return digits.slice(-KEPT);
  const code = countryCode(country);
  const region = code !== undefined && isSupportedCountry(code) ? code : undefined;
  const hasCode = /^[^\d]*\+/.test(international);
  if (!hasCode && (region === undefined || digits.length <= KEPT)) return digits.slice(-KEPT);
  const national = parsePhoneNumberFromString(hasCode ? `+${digits}` : digits, region)?.nationalNumber;
  return (national ?? digits).slice(-KEPT);
}
