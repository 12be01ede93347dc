import { randomFillSync } from "node:crypto";
import type { RandomSource } from "@sedge/privacy/noise";
import { seededRandom } from "@sedge/privacy/seeded-random";

/** The random source of each operator's noise. */
export interface NoiseSources {
  readonly edge: RandomSource;
  readonly aggregator: RandomSource;
}

/** The operating system's CSPRNG. */
export const systemRandom: RandomSource = (bytes) => randomFillSync(new Uint8Array(bytes));

/**
 * The two operators' random sources.
 *
 * @param seed - Absent: the system's CSPRNG. A number: a separate deterministic stream for each, which gives no
 *   privacy; for reproducible measurements.
 */
export function noiseSources(seed?: number): NoiseSources {
  if (seed === undefined) return { edge: systemRandom, aggregator: systemRandom };
  return { edge: seededRandom(`edge noise ${seed}`), aggregator: seededRandom(`aggregator noise ${seed}`) };
}
