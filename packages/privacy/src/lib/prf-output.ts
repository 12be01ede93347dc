import { ristretto255, ristretto255_oprf } from "@noble/curves/ed25519.js";
import { type GroupElement, groupElement } from "./group-element.ts";
import type { Blinding } from "./prf-blinding.ts";
import { PrfError } from "./prf-error.ts";

/** One operator's answer beside the key that it has published. */
export interface PublishedShare {
  /** 32 bytes, from the site's manifest or pinned by the page; never from the answer itself. */
  readonly publicKey: Uint8Array;
  readonly evaluated: readonly Uint8Array[];
  readonly proof: Uint8Array;
}

/** An operator's evaluated elements, once its proof has shown that they are its key times the blinded ones. */
function provenElements(blindings: readonly Blinding[], share: PublishedShare): GroupElement[] {
  const { publicKey, proof } = share;
  groupElement(publicKey);
  const elements = share.evaluated.map(groupElement);
  const items = blindings.flatMap((blinding, index) => {
    const evaluated = share.evaluated[index];
    return evaluated === undefined ? [] : [{ ...blinding, evaluated }];
  });
  if (items.length !== blindings.length || items.length !== elements.length) {
    throw new PrfError("bad-proof", "The operator answered another number of elements.");
  }
  try {
    // noble checks a proof only on its way to an output. The output of one share means nothing and is dropped.
    ristretto255_oprf.voprf.finalizeBatch(items, publicKey, proof);
  } catch {
    throw new PrfError("bad-proof", "The operator did not prove that it used its published key.");
  }
  return elements;
}

/**
 * The PRF's outputs under the sum of all operators' keys, 64 bytes each, in the order of `blindings`. Every operator's
 * proof is checked against its published key, the evaluated elements are added up, and the sums are finalised as RFC
 * 9497 section 3.3.1 says, so that the output equals that of the single key k1 + k2 + ….
 *
 * No operator can cancel the others' keys by choosing its own against them: its proof also shows that it knows its
 * key's scalar.
 *
 * @param blindings - What `blind` gave, in the order in which `blinded` was sent.
 * @param shares - Every operator's answer to that one batch; their order does not matter.
 * @throws PrfError `bad-group-element` when a key, an element or a sum is not a valid element other than the identity;
 *   `bad-proof` when an operator has not proven its answer. RangeError without blindings or without shares.
 */
export function finalize(blindings: readonly Blinding[], shares: readonly PublishedShare[]): Uint8Array[] {
  if (blindings.length === 0 || shares.length === 0) throw new RangeError("nothing to finalise");
  const sums = shares
    .map((share) => provenElements(blindings, share))
    .reduce((sums, elements) => elements.map((element, index) => element.add(sums[index] ?? ristretto255.Point.ZERO)));
  return blindings.map(({ input, blind }, index) => {
    const sum = sums[index];
    if (sum === undefined || sum.is0()) throw new PrfError("bad-group-element", "The operators' keys cancel out.");
    // The mode is bound in `blind`; unblinding and hashing are the same in OPRF and VOPRF (section 3.3.2).
    return ristretto255_oprf.oprf.finalize(input, blind, sum.toBytes());
  });
}
