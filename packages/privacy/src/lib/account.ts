import { IdentifierError } from "./identifier-error.ts";

/** 1 to 128 visible characters, with single spaces of any kind between them, and without line ends and controls. */
const ACCOUNT_ID =
  /^[\p{L}\p{M}\p{N}\p{P}\p{S}](?:[\p{L}\p{M}\p{N}\p{P}\p{S}\p{Zs}]{0,126}[\p{L}\p{M}\p{N}\p{P}\p{S}])?$/u;

/**
 * A site's own account id, as the site writes it: NFC, so that one text has one spelling, and nothing else. Case is
 * kept, because `aZ3` and `Az3` are two accounts of a site that numbers in base 62, and so is every mark.
 *
 * @throws IdentifierError `bad-account` unless there are 1 to 128 visible characters.
 */
export function normaliseAccount(text: string): string {
  const account = text.normalize("NFC");
  if (!ACCOUNT_ID.test(account)) {
    throw new IdentifierError("bad-account", "An account id has 1 to 128 visible characters.");
  }
  return account;
}
