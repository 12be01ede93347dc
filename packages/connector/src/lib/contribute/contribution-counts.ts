import type { RoundId } from "@sedge/protocol";

/** Result of one run of `contribute`. */
export interface ContributionCounts {
  /** The open round; null if none is open. */
  readonly round: RoundId | null;
  /** Votes that the edge accepted in this run. */
  readonly received: number;
  /** People whose contribution ended without a received vote in this run, by result code. */
  readonly ended: Readonly<Record<string, number>>;
  /** People whose ballot or vote is still to be sent. */
  readonly waiting: number;
  /** When the last of these is due, in milliseconds since 1970; null if none is waiting. */
  readonly waitingUntil: number | null;
  /**
   * People who consented to `learn` but still have messages in the outbox of a push. They contribute after the next
   * push.
   */
  readonly unsent: number;
}

/** Counts the results of this run by code. */
export class ResultCounts {
  readonly #counts: Record<string, number> = {};

  add(result: string): void {
    this.#counts[result] = (this.#counts[result] ?? 0) + 1;
  }

  of(result: string): number {
    return this.#counts[result] ?? 0;
  }

  /** Every count except that of one result. */
  without(result: string): Record<string, number> {
    const { [result]: _, ...others } = this.#counts;
    return others;
  }
}
