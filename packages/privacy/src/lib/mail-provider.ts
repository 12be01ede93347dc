/** What a provider has published about which of its addresses are one mailbox. */
export interface MailProvider {
  /** The domain that stands for the others: the owner of a name at one of them owns it at all of them. */
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
export const MAIL_PROVIDERS: ReadonlyMap<string, MailProvider> = new Map([
  ["gmail.com", GMAIL],
  ["googlemail.com", GMAIL],
  ["icloud.com", ICLOUD],
  ["me.com", ICLOUD],
  ["mac.com", ICLOUD],
]);
