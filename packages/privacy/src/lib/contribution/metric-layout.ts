import type { MeasurementShape } from "@sedge/protocol";
import { type GadgetCut, gadgetCut } from "./gadget-cut.ts";

/** What a metric vote's shares and proof depend on. */
export interface MetricShape {
  /** Buckets of each block, in order; every block has at least one. */
  readonly blocks: readonly number[];
  /** How many blocks one vote may fill: 1 to all of them. */
  readonly maxFilled: number;
}

/** Most buckets of all blocks of one vote together: its longer share stays below 12 KB. */
export const MAX_METRIC_BUCKETS = 1_024;

/** Positions of a metric vote's field elements, and how its proof is split into calls of the gadget. */
export interface MetricLayout extends MetricShape, GadgetCut {
  /** First element of each block. */
  readonly starts: readonly number[];
  /** All buckets: the elements that are added up. */
  readonly buckets: number;
  /** Bits that say how many more blocks could have been filled; none where all blocks may be. */
  readonly slackBits: number;
  /** All elements of a vote. */
  readonly elements: number;
  /** Equations that a well-formed vote satisfies and no other. */
  readonly equations: number;
}

const isCount = (value: number) => Number.isInteger(value) && value >= 1;

/**
 * The layout of the votes of a shape.
 *
 * @throws RangeError for a shape without blocks, with an empty block, of more than 1,024 buckets, or with a bound outside
 *   1 to the number of blocks.
 */
export function metricLayout({ blocks, maxFilled }: MetricShape): MetricLayout {
  if (blocks.length === 0 || !blocks.every(isCount)) throw new RangeError("every block has at least one bucket");
  const buckets = blocks.reduce((sum, size) => sum + size, 0);
  if (buckets > MAX_METRIC_BUCKETS) throw new RangeError("a vote has at most 1,024 buckets");
  if (!isCount(maxFilled) || maxFilled > blocks.length) throw new RangeError("a vote fills 1 to all of its blocks");
  let start = 0;
  const starts = blocks.map((size) => {
    start += size;
    return start - size;
  });
  const slackBits = maxFilled === blocks.length ? 0 : Math.ceil(Math.log2(maxFilled + 1));
  const elements = buckets + slackBits;
  const gates = elements + blocks.length;
  return {
    blocks,
    maxFilled,
    starts,
    buckets,
    slackBits,
    elements,
    // Every bit, every block's sum, and the number of filled blocks where it is bounded.
    equations: gates + (slackBits === 0 ? 0 : 1),
    ...gadgetCut(gates),
  };
}

/** The shape under which sums of metric votes are added, noised and opened: a histogram of all buckets. */
export function metricSumShape({ blocks }: Pick<MetricShape, "blocks">): MeasurementShape {
  return { cells: blocks.reduce((sum, size) => sum + size, 0), coordinates: 0, bits: 2 };
}
