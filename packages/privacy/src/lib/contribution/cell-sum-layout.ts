import type { MeasurementShape } from "@sedge/protocol";
import { type GadgetCut, gadgetCut } from "./gadget-cut.ts";

/** Positions of a vote's field elements, and how its proof is split into calls of the gadget. */
export interface CellSumLayout extends MeasurementShape, GadgetCut {
  /** The squared norm of a vote's values is at most this: 2^(2·bits-2) - 1. */
  readonly normBound: bigint;
  /** Bits that say by how much the squared norm stays below the bound. */
  readonly slackBits: number;
  /** Start of the products cell × coordinate, after the one-hot cells. */
  readonly products: number;
  /** Start of the values' bits. */
  readonly bitsStart: number;
  /** Start of the slack's bits. */
  readonly slack: number;
  /** All elements of a vote. */
  readonly elements: number;
  /** Elements that are added up: the cells and the products. */
  readonly outputs: number;
  /** Equations that a well-formed vote satisfies and no other. */
  readonly equations: number;
  /** Products of secrets in the proof. */
  readonly gates: number;
}

/** Values of up to 16 bits: their squared norm, and its sums over 2^20 coordinates, stay far below the field's 2^64. */
const MAX_BITS = 16;
const MAX_ELEMENTS = 8192;

/**
 * The layout of the votes of a shape.
 *
 * @throws RangeError for a shape without cells, with other than 2 to 16 bits, or of more than 8,192 elements.
 */
export function cellSumLayout(shape: MeasurementShape): CellSumLayout {
  const { cells, coordinates, bits } = shape;
  if (!(Number.isInteger(cells) && cells >= 1)) throw new RangeError("a measurement has at least one cell");
  if (!(Number.isInteger(coordinates) && coordinates >= 0)) throw new RangeError("coordinates are 0 or more");
  if (!(Number.isInteger(bits) && bits >= 2 && bits <= MAX_BITS))
    throw new RangeError("bits is an integer from 2 to 16");
  const slackBits = coordinates === 0 ? 0 : 2 * bits - 2;
  const outputs = cells * (coordinates + 1);
  const slack = outputs + coordinates * bits;
  const elements = slack + slackBits;
  if (elements > MAX_ELEMENTS) throw new RangeError("a vote has at most 8,192 elements");
  const checkedBits = cells + coordinates * bits + slackBits;
  const gates = checkedBits + coordinates;
  return {
    cells,
    coordinates,
    bits,
    normBound: (1n << BigInt(2 * bits - 2)) - 1n,
    slackBits,
    products: cells,
    bitsStart: outputs,
    slack,
    elements,
    outputs,
    // Every checked bit, every product, one cell, and the norm where there is one.
    equations: checkedBits + cells * coordinates + 1 + (coordinates === 0 ? 0 : 1),
    gates,
    ...gadgetCut(gates),
  };
}
