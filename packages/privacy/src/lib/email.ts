import { IdentifierError } from "./identifier-error.ts";
import { utf8 } from "./domain.ts";

/** What a provider has published about which of its addresses are one mailbox. */
interface MailProvider {
  /** The canonical domain of a provider: the owner of a name at one domain owns it at all of them. */
  readonly domain: string;
  /** Whether `a.b` and `ab` are one mailbox. */
  readonly ignoresDots: boolean;
}

const GMAIL: MailProvider = { domain: "gmail.com", ignoresDots: true };
const ICLOUD: MailProvider = { domain: "icloud.com", ignoresDots: false };

/**
 * Providers with more than the plus-tag. Not in here, because nothing published makes two of their addresses one
 * person's: Outlook, Hotmail and Live (each its own names); Fastmail's and Proton's domains (a name at one can be
 * another customer's at the next); Yahoo's `base-keyword` (the base is not the account's address); Google Workspace
 * and other custom domains (dots count).
 *
 * - Gmail: https://support.google.com/mail/answer/7436150 (dots), https://support.google.com/mail/answer/10313 (Googlemail).
 * - iCloud: https://support.apple.com/118230.
 */
const MAIL_PROVIDERS: ReadonlyMap<string, MailProvider> = new Map([
  ["gmail.com", GMAIL],
  ["googlemail.com", GMAIL],
  ["icloud.com", ICLOUD],
  ["me.com", ICLOUD],
  ["mac.com", ICLOUD],
]);

/** A host name with at least two labels, the last not a number, in ASCII (RFC 1123, RFC 5890). */
const HOST_NAME = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** What would end the host inside a URL, or be decoded there. */
const NOT_A_HOST = /[\s\p{Cc}/\\:?#@%[\]]/u;

/**
 * A mail domain in lower-case punycode, without a final dot; undefined when it is not a host name. The platform's URL
 * parser does the internationalised part (UTS 46, as every browser applies it).
 */
function mailDomain(text: string): string | undefined {
  if (NOT_A_HOST.test(text)) return undefined;
  try {
    const host = new URL(`https://${text}/`).hostname.replace(/\.$/, "");
    return HOST_NAME.test(host) ? host : undefined;
  } catch {
    return undefined;
  }
}

/** Longest part before the `@`, and longest address, in bytes (RFC 5321 section 4.5.3.1, with its erratum 1690). */
const MAX_LOCAL_BYTES = 64;
const MAX_ADDRESS_BYTES = 254;

/** A dot-atom (RFC 5322 section 3.2.3), internationalised (RFC 6532): quoted parts and comments are not taken. */
const DOT_ATOM = /^[^\s\p{Cc}\p{Cf}\p{Cs}"(),.:;<>@[\\\]]+(?:\.[^\s\p{Cc}\p{Cf}\p{Cs}"(),.:;<>@[\\\]]+)*$/u;

function refuse(): never {
  throw new IdentifierError("bad-email", "The e-mail address is not of the form name@domain.");
}

/**
 * Full-width forms, which East Asian input methods give, become plain ones. The rest of NFKC would join names that a
 * mail server keeps apart, so beyond these only NFC is applied.
 */
function plainWidth(text: string): string {
  return text.replace(/[\uff01-\uff5e]/g, (character) => character.normalize("NFKC")).normalize("NFC");
}

/**
 * Normalises an e-mail address to the one spelling of its mailbox: lower case, domain in punycode, plus-tag dropped,
 * and dots and domains as the provider has published.
 *
 * Plus-tags (RFC 5233) are dropped at every domain: Exchange Online and Google Workspace, which run most custom
 * domains, read them as tags, and servers that do not rarely assign names with a plus. A leading plus is not a tag.
 * Lower case is used everywhere: RFC 5321 lets a server distinguish case, and none in use does.
 *
 * @throws IdentifierError `bad-email` if the text is not a single bare address.
 */
export function normaliseEmail(text: string): string {
  const [, rawLocal = "", rawDomain = ""] = /^(.+)@(.+)$/su.exec(plainWidth(text)) ?? refuse();
  const domain = mailDomain(rawDomain) ?? refuse();
  const local = rawLocal.toLowerCase().normalize("NFC");
  if (!DOT_ATOM.test(local) || utf8(local).length > MAX_LOCAL_BYTES) refuse();
  if (utf8(local).length + 1 + domain.length > MAX_ADDRESS_BYTES) refuse();

  const provider = MAIL_PROVIDERS.get(domain);
  const tag = local.indexOf("+", 1);
  const untagged = tag === -1 ? local : local.slice(0, tag);
  const name = provider?.ignoresDots ? untagged.replaceAll(".", "") : untagged;
  // Without its tag a name may end in a dot, which is invalid.
  if (!DOT_ATOM.test(name)) refuse();
  return `${name}@${provider?.domain ?? domain}`;
}
