import * as v from "valibot";
import { base64url } from "./base64url.ts";
import { Purpose, PURPOSES } from "./purpose.ts";
import { Sha256Hex } from "./sha256-hex.ts";

/** Whether the calendar has the day: 2026-02-31 is none. */
function isRealDay(day: string): boolean {
  const time = Date.parse(`${day}T00:00:00Z`);
  return Number.isFinite(time) && new Date(time).toISOString().startsWith(day);
}

const purposes = v.pipe(
  v.array(Purpose),
  v.maxLength(PURPOSES.length),
  v.check((list) => new Set(list).size === list.length, "purposes repeat"),
);
const day = v.pipe(v.string(), v.isoDate(), v.check(isRealDay, "no such day"));

/** The site's own name of its privacy text, for example `2026-11`. */
export const PolicyVersion = v.pipe(v.string(), v.regex(/^[A-Za-z0-9._-]{1,32}$/));

/**
 * Promise row 5: what was agreed to, under which text, on which day (UTC). It carries no identifier. `purposes` empty is the
 * receipt of a withdrawal.
 */
export const ConsentReceipt = v.strictObject({
  purposes,
  policyVersion: PolicyVersion,
  /** Day of the decision in UTC, `YYYY-MM-DD`. A day, not a time: a time would be an identifier. */
  day,
});
export type ConsentReceipt = v.InferOutput<typeof ConsentReceipt>;

/**
 * How a decision reached a device: the page's own banner or form (`api`), a TCF platform, Google Consent Mode, or a Global Privacy
 * Control signal, which refuses.
 */
export const CONSENT_SOURCES = ["api", "tcf", "google-consent-mode", "global-privacy-control"] as const;

/**
 * A receipt that link tokens sign. With their signatures it proves what was agreed to: under which text, by its name and its hash,
 * on which day, and how. It goes with no message that is not signed, as what it adds is shared by fewer people.
 */
export const SignedReceipt = v.strictObject({
  ...ConsentReceipt.entries,
  /** Absent only in a withdrawal from a page that names no text. */
  policyVersion: v.exactOptional(PolicyVersion),
  /** SHA-256 of the text that was shown, where the page states it. */
  policySha256: v.exactOptional(Sha256Hex),
  /** How the decision was made. Absent in version 5, and where a connector has it on file. */
  source: v.exactOptional(v.picklist(CONSENT_SOURCES)),
  /** SHA-256 of the TCF string that the decision was read from. */
  tcfSha256: v.exactOptional(Sha256Hex),
  /** The visitor decided on this device after it had honoured the Global Privacy Control signal of another one of theirs. */
  overrides: v.exactOptional(v.literal("global-privacy-control")),
});
export type SignedReceipt = v.InferOutput<typeof SignedReceipt>;

/**
 * The receipt of a vote, and of a ballot that no token draws: the purposes that a vote needs, and the day it was made on. It has no
 * text that an operator or a page chooses, since such a text could mark the device that repeats it.
 */
export const VoteReceipt = v.strictObject({
  purposes,
  /** Version 5 sends it: refused where the site's text is another, and otherwise ignored. Later versions do not. */
  policyVersion: v.exactOptional(PolicyVersion),
  day,
});
export type VoteReceipt = v.InferOutput<typeof VoteReceipt>;

/**
 * What a link token's key signs of a receipt, apart from the message that carries it: the proof outlives the message, and shows nothing else of
 * it. Absent parts are empty.
 */
export function receiptText(site: string, receipt: SignedReceipt): string {
  const { purposes, policyVersion = "", day, policySha256 = "", source = "", tcfSha256 = "", overrides = "" } = receipt;
  const stated = [site, [...purposes].sort().join(), policyVersion, day, policySha256, source, tcfSha256, overrides];
  return `sedge/v1/consent-receipt\n${JSON.stringify(stated)}`;
}

/** Most receipts in one answer; `next` asks for those after it. */
export const MAX_RECEIPTS_AT_ONCE = 1_000;

/** The receipts that name the privacy text of one hash, as the edge keeps them. */
export const ReceiptExport = v.object({
  receipts: v.array(
    v.object({
      /** SHA-256 of `erased`, a line break and the link token: shows whose it is to those who know the token, and to nobody else. */
      subject: Sha256Hex,
      receipt: v.object(SignedReceipt.entries),
      /** The token's signature of `receiptText`; null where the device sent none. */
      signature: v.nullable(base64url(64)),
    }),
  ),
  /** The last subject of this answer, if there are more. */
  next: v.nullable(Sha256Hex),
});
export type ReceiptExport = v.InferOutput<typeof ReceiptExport>;
