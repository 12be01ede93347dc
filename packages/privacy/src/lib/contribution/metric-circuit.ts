import { Circuit } from "@divviup/prio3/dist/circuit.js";
import { factorsOf, gadgetSum } from "./equations.ts";
import { InnerProduct } from "./inner-product.ts";
import { type MetricLayout, metricLayout, type MetricShape } from "./metric-layout.ts";
import { VoteField } from "./vote-field.ts";

/** What a device answers: for each block its bucket, or null where the metric does not apply to it. */
export type MetricVote = readonly (number | null)[];

/** The elements of a vote, in the order of the layout. */
export function encodeMetricVote(layout: MetricLayout, vote: MetricVote): bigint[] {
  const { blocks, starts, elements, buckets, slackBits, maxFilled } = layout;
  if (vote.length !== blocks.length) throw new RangeError("the vote has another number of blocks");
  const input = Array.from({ length: elements }, () => 0n);
  let filled = 0;
  for (const [block, bucket] of vote.entries()) {
    if (bucket === null) continue;
    const size = blocks[block] ?? 0;
    if (!(Number.isInteger(bucket) && bucket >= 0 && bucket < size))
      throw new RangeError("the vote's bucket is not one of its block's");
    input[(starts[block] ?? 0) + bucket] = 1n;
    filled += 1;
  }
  if (filled > maxFilled) throw new RangeError("the vote fills too many blocks");
  const left = BigInt(maxFilled - filled);
  for (let place = 0; place < slackBits; place += 1) input[buckets + place] = (left >> BigInt(place)) & 1n;
  return input;
}

/**
 * The rules of a metric vote, as a circuit for Prio3's proof system: every bucket and every bit of the slack is 0 or 1; the
 * buckets of a block add up to 0 or 1; and all buckets together plus the slack are the number of blocks that may be filled.
 * Every equation is multiplied by a random factor of its own, and the sum is proven to be 0.
 *
 * With B buckets in b blocks, of which m may be filled, a vote has B + ⌈log2(m + 1)⌉ elements and b more products of secrets.
 */
export class MetricCircuit extends Circuit<MetricVote, bigint[]> {
  readonly field = new VoteField();
  readonly layout: MetricLayout;
  readonly gadgets: InnerProduct[];
  readonly gadgetCalls: number[];
  readonly jointRandLen: number;
  readonly measurementLen: number;
  readonly outputLen: number;

  constructor(shape: MetricShape) {
    super();
    this.layout = metricLayout(shape);
    this.gadgets = [new InnerProduct(this.layout.gatesPerCall)];
    this.gadgetCalls = [this.layout.calls];
    this.jointRandLen = Math.ceil(Math.log2(this.layout.equations));
    this.measurementLen = this.layout.elements;
    this.outputLen = this.layout.buckets;
  }

  eval(input: bigint[], jointRand: bigint[], shares: number): bigint {
    this.ensureValidEval(input, jointRand);
    const { field, layout } = this;
    const { blocks, starts, buckets, elements, slackBits, maxFilled } = layout;
    const { modulus } = field;
    const factors = factorsOf(jointRand, layout.equations, modulus);
    const factor = (index: number) => factors[index] ?? 0n;
    // A constant is shared evenly: each of the shares has its part.
    const part = field.exp(BigInt(shares), -1n);

    const gates = input.flatMap((bit, index) => [(factor(index) * bit) % modulus, bit - part]);
    let filled = 0n;
    for (const [block, size] of blocks.entries()) {
      const start = starts[block] ?? 0;
      const sum = input.slice(start, start + size).reduce((total, bit) => total + bit, 0n) % modulus;
      gates.push((factor(elements + block) * sum) % modulus, sum - part);
      filled += sum;
    }
    if (slackBits === 0) return gadgetSum(this, gates, 0n);
    const slack = input.slice(buckets).reduceRight((number, bit) => number * 2n + bit, 0n);
    return gadgetSum(this, gates, factor(layout.equations - 1) * (filled + slack - BigInt(maxFilled) * part));
  }

  encode(vote: MetricVote): bigint[] {
    return encodeMetricVote(this.layout, vote);
  }

  truncate(input: bigint[]): bigint[] {
    return input.slice(0, this.layout.buckets);
  }

  decode(output: bigint[]): bigint[] {
    return output;
  }
}
