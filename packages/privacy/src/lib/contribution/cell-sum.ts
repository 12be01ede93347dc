import type { MeasurementShape } from "@sedge/protocol";
import { CellSumCircuit, type CellVote } from "./cell-sum-circuit.ts";
import { type SharedVotes, sharedVotes } from "./shared-votes.ts";
import { votePrio3 } from "./vote-prio3.ts";

/** One round's votes: how they are split, checked and counted. */
export interface CellSum extends SharedVotes<CellVote> {
  readonly shape: MeasurementShape;
}

/**
 * The votes of one round: {@link sharedVotes} over `CellSumCircuit`.
 *
 * @param shape - `shapeOfMeasurement` of the round's measurement.
 * @param site - The site, and…
 * @param round - …the round that the votes are for. Shares of another pair are refused.
 * @throws RangeError for a shape that no vote has; see `cellSumLayout`.
 */
export function cellSum(shape: MeasurementShape, site: string, round: string): CellSum {
  const { cells, coordinates, bits } = shape;
  return {
    shape: { cells, coordinates, bits },
    ...sharedVotes(votePrio3(new CellSumCircuit(shape), site, round)),
  };
}
