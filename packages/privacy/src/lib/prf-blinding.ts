import { ristretto255_oprf } from "@noble/curves/ed25519.js";
import { nobleRandom, type RandomSource } from "./random-source.ts";

/** What a device keeps between asking and answer. `input` and `blind` are secret; only `blinded` is sent. */
export interface Blinding {
  readonly input: Uint8Array;
  /** Scalar, 32 bytes. */
  readonly blind: Uint8Array;
  /** Element, 32 bytes: uniformly random, for any input. */
  readonly blinded: Uint8Array;
}

/**
 * Blinds `input` as a group element that is independent of it: RFC 9497 `Blind` in VOPRF mode.
 *
 * @param input - Input of the PRF, at most 65,535 bytes; see `prfInput`.
 * @param random - Source of the blind. The blind lets its holder test guesses of the input.
 */
export function blind(input: Uint8Array, random: RandomSource): Blinding {
  const { blind, blinded } = ristretto255_oprf.voprf.blind(input, nobleRandom(random));
  return { input, blind, blinded };
}
