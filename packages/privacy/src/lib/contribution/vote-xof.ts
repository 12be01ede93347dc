import type { Field } from "@divviup/field";
import type { XofConstructor } from "@divviup/xof";
import { turboshake128 } from "@noble/hashes/sha3-addons.js";
import { ELEMENT_BYTES } from "./vote-field.ts";

/** A collision of two 16-byte seeds would let one proof serve two votes; 32 is what the draft has asked since its version 12. */
export const SEED_BYTES = 32;

const lengthBytes = (length: number) => Uint8Array.of(length & 0xff, length >> 8);

/**
 * TurboSHAKE128 as Prio3's extendable output function (draft-irtf-cfrg-vdaf, section 6.2.1), with seeds of 32 bytes, and
 * with `context` in every hash, so that a share made for one round means nothing in another.
 *
 * @param context - What the shares are for, at most 60,000 bytes.
 */
export function voteXof(context: Uint8Array): XofConstructor {
  return class VoteXof {
    static readonly seedSize = SEED_BYTES;
    readonly #stream;

    constructor(seed: Uint8Array, tag: Uint8Array, binder: Uint8Array) {
      if (seed.length !== SEED_BYTES) throw new RangeError("a seed has 32 bytes");
      this.#stream = turboshake128
        .create({ D: 1 })
        .update(lengthBytes(tag.length + context.length))
        .update(tag)
        .update(context)
        .update(Uint8Array.of(SEED_BYTES))
        .update(seed)
        .update(binder);
    }

    async next(bytes: number): Promise<Uint8Array> {
      return this.#stream.xof(bytes);
    }

    /** Uniform elements of `VoteField`: eight bytes each, those beyond the modulus (one in 2^32) passed over. */
    async nextVec(field: Field, length: number): Promise<bigint[]> {
      const elements: bigint[] = [];
      while (elements.length < length) {
        const bytes = this.#stream.xof((length - elements.length) * ELEMENT_BYTES);
        const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
        for (let offset = 0; offset < bytes.length; offset += ELEMENT_BYTES) {
          const element = view.getBigUint64(offset, true);
          if (element < field.modulus) elements.push(element);
        }
      }
      return elements;
    }

    static async deriveSeed(seed: Uint8Array, tag: Uint8Array, binder: Uint8Array): Promise<Uint8Array> {
      return new VoteXof(seed, tag, binder).next(SEED_BYTES);
    }

    static async expandIntoVec(
      field: Field,
      seed: Uint8Array,
      tag: Uint8Array,
      binder: Uint8Array,
      length: number,
    ): Promise<bigint[]> {
      return new VoteXof(seed, tag, binder).nextVec(field, length);
    }
  };
}
