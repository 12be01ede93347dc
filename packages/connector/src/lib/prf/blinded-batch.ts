import { PrfError, type PublishedShare } from "@sedge/privacy/prf";
import { hashToGroup, lengthFirst } from "./ciphersuite.ts";
import { verify } from "./dleq-proof.ts";
import { sha512 } from "./expand-message.ts";
import { add, invert, multiply, randomScalar } from "./ristretto.ts";

const FINALIZE = Buffer.from("Finalize");

/** What is kept between asking and answer; only `blinded` is sent. All three are in the order of the inputs. */
export interface BlindedBatch {
  readonly inputs: readonly Uint8Array[];
  /** Scalars. Whoever learns one can test guesses of its input. */
  readonly blinds: readonly Uint8Array[];
  /** Elements: uniformly random, whatever the inputs. */
  readonly blinded: readonly Uint8Array[];
}

/** Hides the inputs: RFC 9497 `Blind` in VOPRF mode. `random` gives scalars that nobody can guess. */
export function blindBatch(inputs: readonly Uint8Array[], random: () => Uint8Array = randomScalar): BlindedBatch {
  const blinds = inputs.map(random);
  const blinded = inputs.map((input, index) => multiply(blinds[index] ?? random(), hashToGroup(input)));
  return { inputs, blinds, blinded };
}

/**
 * The PRF's outputs under the sum of the operators' keys, 64 bytes each, after every operator's proof has been checked:
 * what `finalize` of `@sedge/privacy/prf` gives, several times as fast.
 *
 * @throws PrfError `bad-group-element` or `bad-proof`; RangeError without shares.
 */
export function finalizeBatch(batch: BlindedBatch, shares: readonly PublishedShare[]): Uint8Array[] {
  for (const { publicKey, evaluated, proof } of shares) {
    if (evaluated.length !== batch.blinded.length) {
      throw new PrfError("bad-proof", "The operator answered another number of elements.");
    }
    verify({ publicKey, blinded: batch.blinded, evaluated }, proof);
  }
  const [first, ...others] = shares;
  if (!first) throw new RangeError("nothing to finalise");
  return batch.inputs.map((input, index) => {
    const part = ({ evaluated }: PublishedShare) => evaluated[index] ?? new Uint8Array();
    const sum = others.map(part).reduce((sum, element) => add(sum, element), part(first));
    return outputOf(input, multiply(invert(batch.blinds[index] ?? new Uint8Array()), sum));
  });
}

/** The PRF's output of an input whose element the whole key has been multiplied with. */
export function outputOf(input: Uint8Array, element: Uint8Array): Uint8Array {
  return sha512(lengthFirst(input), lengthFirst(element), FINALIZE);
}
