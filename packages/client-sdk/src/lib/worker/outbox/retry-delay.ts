/** First wait after a failure, in milliseconds, before jitter. */
const FIRST_DELAY_MS = 1_000;
/** Longest wait that we choose ourselves, in milliseconds: five minutes. */
export const MAX_DELAY_MS = 300_000;
/** Longest wait that an answer can ask for, in milliseconds: a day. */
const MAX_ASKED_DELAY_MS = 86_400_000;

/**
 * Milliseconds to wait after `attempts` failures (1 or more): doubling, with half of it random so that devices do not
 * come back all at once, and never less than the answer asked for.
 *
 * @param random - Between 0 and 1.
 */
export function retryDelayMs(attempts: number, random: number, retryAfterSeconds = 0): number {
  const doubled = Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** (attempts - 1));
  const jittered = doubled * (0.5 + random / 2);
  return Math.max(jittered, Math.min(MAX_ASKED_DELAY_MS, retryAfterSeconds * 1_000));
}
