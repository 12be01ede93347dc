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
 * What a word says: yes or no. Where the owner names the words of one side alone, every other word is the other's. Undefined
 * for a word that nobody named.
 */
export function flagOf(cell: string, { yes, no }: YesNoWords = {}): boolean | undefined {
  if (yes && has(yes, cell)) return true;
  if (no && has(no, cell)) return false;
  if (yes && !no) return false;
  if (no && !yes) return true;
  if (yes) return undefined;
  return has(YES, cell) ? true : has(NO, cell) ? false : undefined;
}

/** What a cell says of consent. An empty one is a no. Undefined for a word that nobody named. */
export function consentOf(
  cell: string,
  words: Readonly<Partial<Record<Consent, readonly string[] | undefined>>>,
): Consent | undefined {
  if (cell === "") return "no";
  const own = CONSENT_WORDS.find(([consent]) => has(words[consent] ?? [], cell));
  // Words of the owner's take the place of the usual ones of their side.
  const usual = CONSENT_WORDS.find(([consent, usually]) => words[consent] === undefined && has(usually, cell));
  return (own ?? usual)?.[0];
}
