import { normaliseAccount } from "./account.ts";
import { normaliseEmail } from "./email.ts";
import type { IdentifierKind } from "./identifier-kind.ts";
import { IdentifierError } from "./identifier-error.ts";
import { normaliseLoyalty } from "./loyalty.ts";
import { normalisePhone } from "./phone.ts";

/** Longest spelling that is looked at, in UTF-16 code units: the longest e-mail address is 254, and there is space around it. */
const MAX_RAW_CHARS = 512;

/** What surrounds a value that was pasted: white space, and invisible marks of direction and joining. */
const OUTER_SPACE = /^[\s\p{Cf}]+|[\s\p{Cf}]+$/gu;

/**
 * The one spelling of an identifier that all its spellings share, so that a person is found again. Normalising twice
 * changes nothing more.
 *
 * - `email`: see `normaliseEmail`; lower case, punycode domain, the provider's own rules for dots and tags.
 * - `phone`: E.164, such as `+14155552671`.
 * - `loyalty`: upper case, without spaces and hyphens.
 * - `account`: as the site writes it, in NFC; case and every mark count.
 *
 * @param country - ISO 3166 two-letter country for phone numbers that come without a country code.
 * @throws IdentifierError `bad-email`, `bad-phone`, `bad-loyalty` or `bad-account`; its message never contains the value.
 */
export function normaliseIdentifier(kind: IdentifierKind, raw: string, country?: string): string {
  if (raw.length > MAX_RAW_CHARS) throw new IdentifierError(`bad-${kind}`, "The identifier is too long.");
  const text = raw.replace(OUTER_SPACE, "");
  switch (kind) {
    case "email":
      return normaliseEmail(text);
    case "phone":
      return normalisePhone(text, country);
    case "loyalty":
      return normaliseLoyalty(text);
    case "account":
      return normaliseAccount(text);
  }
}
