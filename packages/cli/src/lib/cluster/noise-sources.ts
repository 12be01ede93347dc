import { randomFillSync } from "node:crypto";
import type { RandomSource } from "@sedge/privacy/noise";
import { seededRandom } from "@sedge/privacy/seeded-random";

/** Where each operator's noise comes from. */
export interface NoiseSources {
  readonly edge: RandomSource;
  readonly aggregator: RandomSource;
}

/** The operating system's CSPRNG. */
export const systemRandom: RandomSource = (bytes) => randomFillSync(new Uint8Array(bytes));

/**
 * The two operators' sources of noise.
 *
 * @param seed - Absent: the system's CSPRNG. A number: a stream of its own for each, the same at every run, which protects
 *   nobody; for measurements that must be repeatable.
 */
export function noiseSources(seed?: number): NoiseSources {
  if (seed === undefined) return { edge: systemRandom, aggregator: systemRandom };
  return { edge: seededRandom(`edge noise ${seed}`), aggregator: seededRandom(`aggregator noise ${seed}`) };
}
