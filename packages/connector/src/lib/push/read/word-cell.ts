import type { YesNoWords } from "../adapters/adapter.ts";
import type { Consent } from "../record/channel-record.ts";

const YES = ["yes", "y", "true", "1", "t", "x", "ja", "oui", "si"];
const NO = ["no", "n", "false", "0", "f", "nein", "non"];
const CONSENT_WORDS: readonly (readonly [Consent, readonly string[]])[] = [
  ["yes", [...YES, "granted", "given", "opt-in", "opted in", "opted-in", "consented", "subscribed"]],
  ["no", [...NO, "none", "unknown", "denied", "refused", "declined", "not asked", "pending"]],
  ["withdrawn", ["withdrawn", "revoked", "opt-out", "opted out", "opted-out", "unsubscribed"]],
];

function has(words: readonly string[], cell: string): boolean {
  const word = cell.toLowerCase();
  return words.some((one) => one.toLowerCase() === word);
}

/**
 * Parses a yes-or-no word. If the owner lists the words of one side only, every other word means the other side.
 * Undefined for an unknown word.
 */
export function flagOf(cell: string, { yes, no }: YesNoWords = {}): boolean | undefined {
  if (yes && has(yes, cell)) return true;
  if (no && has(no, cell)) return false;
  if (yes && !no) return false;
  if (no && !yes) return true;
  if (yes) return undefined;
  return has(YES, cell) ? true : has(NO, cell) ? false : undefined;
}

/** Parses a consent cell. An empty cell means no. Undefined for an unknown word. */
export function consentOf(
  cell: string,
  words: Readonly<Partial<Record<Consent, readonly string[] | undefined>>>,
): Consent | undefined {
  if (cell === "") return "no";
  const own = CONSENT_WORDS.find(([consent]) => has(words[consent] ?? [], cell));
  // The owner's words replace the usual ones of the same value.
  const usual = CONSENT_WORDS.find(([consent, usually]) => words[consent] === undefined && has(usually, cell));
  return (own ?? usual)?.[0];
}
