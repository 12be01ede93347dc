import type { RoundId } from "@sedge/protocol";

/** What a run of `contribute` came to. */
export interface ContributionCounts {
  /** The round that is open; null: none is. */
  readonly round: RoundId | null;
  /** Votes that the edge took in this run. */
  readonly received: number;
  /** People whose part ended otherwise in this run, by how. */
  readonly ended: Readonly<Record<string, number>>;
  /** People whose ballot or vote is still to come. */
  readonly waiting: number;
  /** When the last of these is due, in milliseconds since 1970; null where none is. */
  readonly waitingUntil: number | null;
  /** People who agreed to `learn` and of whom a push has still something to say: they take part after that. */
  readonly unsaid: number;
}

/** Ends of this run, as they come. */
export class Ends {
  readonly #counts: Record<string, number> = {};

  add(outcome: string): void {
    this.#counts[outcome] = (this.#counts[outcome] ?? 0) + 1;
  }

  of(outcome: string): number {
    return this.#counts[outcome] ?? 0;
  }

  /** All but one. */
  without(outcome: string): Record<string, number> {
    const { [outcome]: _, ...others } = this.#counts;
    return others;
  }
}
