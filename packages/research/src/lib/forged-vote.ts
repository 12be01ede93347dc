import type { MeasurementShape } from "@sedge/protocol";
import { Buffer } from "buffer";
import {
  CellSumCircuit,
  type CellSumLayout,
  type CellVote,
  type RandomSource,
  votePrio3,
} from "@sedge/privacy/vote-circuit";
import type { SplitVote } from "@sedge/privacy/contribution";

/**
 * Changes a valid vote's elements into a forged one that would count for more, or for something else, if it were
 * accepted.
 */
type Lie = (elements: bigint[], layout: CellSumLayout, modulus: bigint) => void;

/**
 * Forged votes of a malicious device.
 *
 * - `two-cells`: a vote in cell 0 and in cell 1.
 * - `no-cell`: a vote that counts nowhere.
 * - `ten-votes`: its cell counts ten times.
 * - `another-value`: a product that is not its cell's value; needs coordinates.
 * - `far-away`: a product a thousand times beyond the norm's bound; needs coordinates.
 */
export const FORGERIES = {
  "two-cells": (elements) => {
    elements[0] = 1n;
    elements[1] = 1n;
  },
  "no-cell": (elements, { cells }) => elements.fill(0n, 0, cells),
  "ten-votes": (elements) => {
    elements[0] = 10n;
  },
  "another-value": (elements, { products }) => {
    elements[products] = (elements[products] ?? 0n) + 1n;
  },
  "far-away": (elements, { products, normBound }) => {
    elements[products] = 1000n * normBound;
  },
} satisfies Record<string, Lie>;
export type Forgery = keyof typeof FORGERIES;

/** The circuit of a malicious device, which proves as well as it can. */
class ForgingCircuit extends CellSumCircuit {
  readonly #lie: Lie;

  constructor(shape: MeasurementShape, lie: Lie) {
    super(shape);
    this.#lie = lie;
  }

  override encode(vote: CellVote): bigint[] {
    const elements = super.encode(vote);
    this.#lie(elements, this.layout, this.field.modulus);
    return elements;
  }
}

/**
 * A forged vote, split like a valid one, in cell 0 with values of 0: the operators accept its bytes and reject its
 * proof. For tests and measurements of what malicious devices can do.
 *
 * @param nonce - The report's 16 bytes.
 */
export async function forgedVote(
  shape: MeasurementShape,
  site: string,
  round: string,
  forgery: Forgery,
  nonce: Uint8Array,
  random: RandomSource,
): Promise<SplitVote> {
  const circuit = new ForgingCircuit(shape, FORGERIES[forgery]);
  const { prio3 } = votePrio3(circuit, site, round);
  const vote = { cell: 0, values: new Int32Array(shape.coordinates) };
  const shares = await prio3.shardEncoded(vote, Buffer.from(nonce), Buffer.from(random(prio3.randSize)));
  const [edgeShare, aggregatorShare] = shares.inputShares;
  if (edgeShare === undefined || aggregatorShare === undefined) throw new RangeError("a vote has two shares");
  return {
    publicShare: new Uint8Array(shares.publicShare),
    edgeShare: new Uint8Array(edgeShare),
    aggregatorShare: new Uint8Array(aggregatorShare),
  };
}
