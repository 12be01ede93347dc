import type { ConsentReceipt } from "@sedge/protocol";

/**
 * The receipt that goes with a vote, and with a ballot that no profile draws: what it needs and no more, of the day on which it
 * is made. The visitor's own receipt has the day of their decision, which few share, and would tie a vote to the visitor who signed
 * another message with it.
 *
 * @param now - Milliseconds since 1970.
 */
export function unlinkableReceipt({ policyVersion }: ConsentReceipt, now: number): ConsentReceipt {
  return { purposes: ["classify", "learn"], policyVersion, day: new Date(now).toISOString().slice(0, 10) };
}
