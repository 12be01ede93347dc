import type { InnerProduct } from "./inner-product.ts";
import type { VoteField } from "./vote-field.ts";

/** A random factor for each equation: all products of some of the random elements, as many as there are equations. */
export function factorsOf(jointRand: readonly bigint[], count: number, modulus: bigint): bigint[] {
  const factors = [1n];
  for (const random of jointRand) {
    const room = Math.min(factors.length, count - factors.length);
    for (let index = 0; index < room; index += 1) factors.push(((factors[index] ?? 0n) * random) % modulus);
  }
  return factors;
}

/**
 * The value of a circuit: `linear` and the products of neighbouring gates, added up by calls of its gadget.
 *
 * @param gates - Two factors a product; they may be negative. What is missing in the last call is 0.
 */
export function gadgetSum(
  { field, gadgets }: { readonly field: VoteField; readonly gadgets: readonly InnerProduct[] },
  gates: readonly bigint[],
  linear: bigint,
): bigint {
  const { modulus } = field;
  const [gadget] = gadgets;
  if (gadget === undefined) throw new RangeError("a circuit has its gadget");
  let sum = linear;
  for (let start = 0; start < gates.length; start += gadget.arity) {
    const call = gates.slice(start, start + gadget.arity);
    while (call.length < gadget.arity) call.push(0n);
    sum += gadget.eval(
      field,
      call.map((wire) => (wire < 0n ? wire + modulus : wire)),
    );
  }
  const result = sum % modulus;
  return result < 0n ? result + modulus : result;
}
