import type { RoundNoise } from "@sedge/privacy/accountant";
import type { Measurement } from "@sedge/protocol";

/** What both operators publish after a round: sums over the people, with the noise of both. */
export interface OpenedSums {
  /** One per cell. */
  readonly counts: ArrayLike<number>;
  /** The coordinates of the first cell's sums, then of the second, and so on, in whole steps. */
  readonly sums: ArrayLike<number>;
}

/** People who answer measurements, each with one vote a round. Only noisy sums are returned. */
export interface Panel {
  /** Votes per round. Participation is public, because a ballot is spent. */
  readonly people: number;
  /** Runs one round. `noise`: what EACH of the two operators adds. */
  ask(measurement: Measurement, noise: RoundNoise): Promise<OpenedSums>;
}
