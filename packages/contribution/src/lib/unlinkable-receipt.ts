import type { VoteReceipt } from "@sedge/protocol";

/**
 * The receipt that goes with a vote, and with a ballot that no profile draws: what it needs and no more, of the day on which it
 * is made, by this device's own clock. The visitor's own receipt has the day of their decision, which few share, and a text that the
 * page chooses: either would tie a vote to the visitor who signed another message with it.
 *
 * @param now - Milliseconds since 1970.
 */
export function unlinkableReceipt(now: number): VoteReceipt {
  return { purposes: ["classify", "learn"], day: new Date(now).toISOString().slice(0, 10) };
}
