import { Circuit } from "@divviup/prio3/dist/circuit.js";
import type { MeasurementShape } from "@sedge/protocol";
import { type CellSumLayout, cellSumLayout } from "./cell-sum-layout.ts";
import { factorsOf, gadgetSum } from "./equations.ts";
import { InnerProduct } from "./inner-product.ts";
import { VoteField } from "./vote-field.ts";

/** What a device contributes: the one cell that it is in, and its offset there. */
export interface CellVote {
  /** 0 … cells - 1. */
  readonly cell: number;
  /** One signed integer a coordinate, of a squared norm of at most 2^(2·bits-2) - 1. */
  readonly values: ArrayLike<number>;
}

const bitsOf = (value: bigint, bits: number): bigint[] =>
  Array.from({ length: bits }, (_, place) => (value >> BigInt(place)) & 1n);

/** The number that shares of bits spell: Σ 2^place · bit. */
function spelt(bits: readonly bigint[]): bigint {
  return bits.reduceRight((number, bit) => number * 2n + bit, 0n);
}

/** The elements of a vote, in the order of the layout. */
export function encodeVote(layout: CellSumLayout, { cell, values }: CellVote, modulus: bigint): bigint[] {
  const { cells, coordinates, bits, normBound, slackBits } = layout;
  if (!(Number.isInteger(cell) && cell >= 0 && cell < cells))
    throw new RangeError("the vote's cell is not one of them");
  if (values.length !== coordinates) throw new RangeError("the vote has another number of coordinates");
  const whole = Array.from(values, BigInt);
  const slack = normBound - whole.reduce((sum, value) => sum + value * value, 0n);
  if (coordinates > 0 && slack < 0n) throw new RangeError("the vote's offset is too long");
  const inCell = (index: number) => index === cell;
  return [
    ...Array.from({ length: cells }, (_, index) => (inCell(index) ? 1n : 0n)),
    ...Array.from({ length: cells }, (_, index) =>
      whole.map((value) => (inCell(index) ? (value + modulus) % modulus : 0n)),
    ).flat(),
    // The norm bound keeps every value between -2^(bits-1) and 2^(bits-1) - 1.
    ...whole.flatMap((value) => bitsOf(value + (1n << BigInt(bits - 1)), bits)),
    ...bitsOf(slack, slackBits),
  ];
}

/**
 * The rules of a vote, as a circuit for Prio3's proof system: exactly one cell is 1 and the others 0; the values are
 * spelt by bits; each product is its cell times its value; and Σ value² + slack is the bound, where the slack is spelt by
 * bits. Every equation is multiplied by a random factor of its own, and the sum is proven to be 0.
 *
 * A vote's products of secrets are few: the bits times themselves, and each value times *one* random combination of the
 * cells, which shows all of its products at once. So a proof takes some 60 elements where a vote has a thousand.
 */
export class CellSumCircuit extends Circuit<CellVote, bigint[]> {
  readonly field = new VoteField();
  readonly layout: CellSumLayout;
  readonly gadgets: InnerProduct[];
  readonly gadgetCalls: number[];
  readonly jointRandLen: number;
  readonly measurementLen: number;
  readonly outputLen: number;

  constructor(shape: MeasurementShape) {
    super();
    this.layout = cellSumLayout(shape);
    this.gadgets = [new InnerProduct(this.layout.gatesPerCall)];
    this.gadgetCalls = [this.layout.calls];
    this.jointRandLen = Math.ceil(Math.log2(this.layout.equations));
    this.measurementLen = this.layout.elements;
    this.outputLen = this.layout.outputs;
  }

  eval(input: bigint[], jointRand: bigint[], shares: number): bigint {
    this.ensureValidEval(input, jointRand);
    const { field, layout } = this;
    const { cells, coordinates, bits, products, bitsStart, slack } = layout;
    const { modulus } = field;
    const factors = factorsOf(jointRand, layout.equations, modulus);
    const factor = (index: number) => factors[index] ?? 0n;
    // A constant is shared evenly: each of the shares has its part.
    const part = field.exp(BigInt(shares), -1n);

    const checkedBits = [...input.slice(0, products), ...input.slice(bitsStart)];
    const gates = checkedBits.flatMap((bit, index) => [(factor(index) * bit) % modulus, bit - part]);
    const productFactors = checkedBits.length;
    const normFactor = factor(layout.equations - 1);

    let linear = 0n;
    for (let i = 0; i < coordinates; i += 1) {
      const start = bitsStart + i * bits;
      const value = (spelt(input.slice(start, start + bits)) - (part << BigInt(bits - 1))) % modulus;
      let combination = normFactor * value;
      for (let cell = 0; cell < cells; cell += 1) {
        const product = cell * coordinates + i;
        const ofProduct = factor(productFactors + product);
        combination += ofProduct * (input[cell] ?? 0n);
        linear -= ofProduct * (input[products + product] ?? 0n);
      }
      gates.push(value, combination % modulus);
    }
    if (coordinates > 0) linear += normFactor * (spelt(input.slice(slack)) - layout.normBound * part);
    const oneCell = input.slice(0, cells).reduce((sum, cell) => sum + cell, -part);
    linear += factor(productFactors + cells * coordinates) * oneCell;

    return gadgetSum(this, gates, linear);
  }

  encode(vote: CellVote): bigint[] {
    return encodeVote(this.layout, vote, this.field.modulus);
  }

  truncate(input: bigint[]): bigint[] {
    return input.slice(0, this.layout.outputs);
  }

  decode(output: bigint[]): bigint[] {
    return output;
  }
}
