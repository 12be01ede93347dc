import type { Field } from "@divviup/field";
import { Gadget } from "@divviup/prio3/dist/gadget.js";

/**
 * The gadget of the proof: x0·x1 + x2·x3 + …, of degree 2. As Prio3's ParallelSum of Mul, but reduced once a sum instead
 * of once a product, and with a polynomial that never loses a leading zero, which would change the proof's length.
 */
export class InnerProduct extends Gadget {
  readonly arity: number;
  readonly degree = 2;

  /** @param products - How many products are added up. */
  constructor(products: number) {
    super();
    this.arity = 2 * products;
  }

  eval(field: Field, input: bigint[]): bigint {
    this.ensureArity(input);
    let sum = 0n;
    for (let index = 0; index < input.length; index += 2) sum += (input[index] ?? 0n) * (input[index + 1] ?? 0n);
    return sum % field.modulus;
  }

  evalPoly(field: Field, polynomials: bigint[][]): bigint[] {
    this.ensurePolyArity(polynomials);
    const length = polynomials[0]?.length ?? 0;
    const sums = Array.from({ length: 2 * length - 1 }, () => 0n);
    // Plain indices, as a device proves once, before its engine has compiled anything: iterators then cost more than the products.
    for (let index = 0; index < polynomials.length; index += 2) {
      const left = polynomials[index] ?? [];
      const right = polynomials[index + 1] ?? [];
      for (let power = 0; power < sums.length; power += 1) {
        let sum = sums[power] ?? 0n;
        const last = Math.min(power, length - 1);
        for (let i = Math.max(0, power - length + 1); i <= last; i += 1)
          sum += (left[i] ?? 0n) * (right[power - i] ?? 0n);
        sums[power] = sum;
      }
    }
    return sums.map((sum) => sum % field.modulus);
  }
}
