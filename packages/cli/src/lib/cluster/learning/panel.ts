import type { RoundNoise } from "@sedge/privacy/accountant";
import type { Measurement } from "@sedge/protocol";

/** What both operators open after a round: sums over the people, with the noise of both. */
export interface OpenedSums {
  /** One a cell. */
  readonly counts: ArrayLike<number>;
  /** The told coordinates of the first cell, then of the second, and so on, in whole steps. */
  readonly sums: ArrayLike<number>;
}

/** People who answer measurements, each with one vote a round. Nothing but noisy sums comes back. */
export interface Panel {
  /** Votes a round. That somebody takes part is public: a ballot is spent. */
  readonly people: number;
  /** One round. `noise`: what EACH of the two operators adds. */
  ask(measurement: Measurement, noise: RoundNoise): Promise<OpenedSums>;
}
