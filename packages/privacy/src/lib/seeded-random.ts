import { shake128 } from "@noble/hashes/sha3.js";
import { domainBytes } from "./domain.ts";
import type { RandomSource } from "./random-source.ts";

/**
 * A source that gives the same bytes for the same seed: SHAKE128 of it. For simulations and tests that must be
 * repeatable; with the seed every byte is known, so that no device and no operator may use it.
 */
export function seededRandom(seed: number | string): RandomSource {
  const stream = shake128.create().update(domainBytes("seeded-random", seed));
  return (bytes) => stream.xof(bytes);
}
