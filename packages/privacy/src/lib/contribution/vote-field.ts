import { Field64 } from "@divviup/field";

/** Bytes of an encoded element. */
export const ELEMENT_BYTES = 8;

/** A copy in bit-reversed order; the length is a power of two. */
function bitReversed(values: readonly bigint[]): bigint[] {
  const { length } = values;
  const reversed: bigint[] = Array.from({ length }, () => 0n);
  let place = 0;
  for (const value of values) {
    reversed[place] = value;
    // Counts up from the top bit down.
    let bit = length >> 1;
    while (bit > 0 && (place & bit) !== 0) {
      place ^= bit;
      bit >>= 1;
    }
    place |= bit;
  }
  return reversed;
}

/**
 * The integers modulo 2^64 - 2^32 + 1, as Prio3's Field64 (draft-irtf-cfrg-vdaf, section 6.1), with the operations that
 * take most of a vote's time done in one pass over the bytes and one reduction a step.
 */
export class VoteField extends Field64 {
  readonly #inverses = new Map<number, bigint>();

  override encode(elements: bigint[]): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(elements.length * ELEMENT_BYTES);
    const view = new DataView(bytes.buffer);
    for (const [index, element] of elements.entries()) view.setBigUint64(index * ELEMENT_BYTES, element, true);
    return bytes;
  }

  /** @throws RangeError for a length that is not a multiple of the element size, or an element outside the field. */
  override decode(bytes: Uint8Array): bigint[] {
    if (bytes.length % ELEMENT_BYTES !== 0) throw new RangeError("not a whole number of field elements");
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return Array.from({ length: bytes.length / ELEMENT_BYTES }, (_, index) => {
      const element = view.getBigUint64(index * ELEMENT_BYTES, true);
      if (element >= this.modulus) throw new RangeError("not a field element");
      return element;
    });
  }

  override evalPoly(coefficients: bigint[], x: bigint): bigint {
    let value = 0n;
    for (let power = coefficients.length - 1; power >= 0; power -= 1) {
      value = (value * x + (coefficients[power] ?? 0n)) % this.modulus;
    }
    return value;
  }

  /**
   * The polynomial that takes `values` at `roots`, all powers of one root of unity: the inverse number-theoretic transform
   * (Cooley and Tukey), in place, with the inverse of the length reckoned once.
   */
  override interpolate(roots: bigint[], values: bigint[]): bigint[] {
    const { modulus } = this;
    const { length } = roots;
    const transformed = bitReversed(values);
    for (let half = 1; half < length; half *= 2) {
      const stride = length / (2 * half);
      for (let place = 0; place < half; place += 1) {
        const root = roots[(length - place * stride) % length] ?? 1n;
        for (let even = place; even < length; even += 2 * half) {
          const turned = ((transformed[even + half] ?? 0n) * root) % modulus;
          const kept = transformed[even] ?? 0n;
          const [sum, difference] = [kept + turned, kept - turned];
          transformed[even] = sum >= modulus ? sum - modulus : sum;
          transformed[even + half] = difference < 0n ? difference + modulus : difference;
        }
      }
    }
    const share = this.#inverseOf(length);
    return transformed.map((element) => (element * share) % modulus);
  }

  #inverseOf(length: number): bigint {
    const known = this.#inverses.get(length);
    if (known !== undefined) return known;
    const inverse = this.exp(BigInt(length), -1n);
    this.#inverses.set(length, inverse);
    return inverse;
  }

  override vecAdd(a: bigint[], b: bigint[]): bigint[] {
    return a.map((element, index) => this.add(element, b[index] ?? 0n));
  }

  override vecSub(a: bigint[], b: bigint[]): bigint[] {
    return a.map((element, index) => this.sub(element, b[index] ?? 0n));
  }
}
