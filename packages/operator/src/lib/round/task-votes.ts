import { roundRho } from "@sedge/privacy/accountant";
import { type CellSum, cellSum, drawNoise } from "@sedge/privacy/contribution";
import { drawMetricNoise, metricRho, metricSumShape, type MetricVotes, metricVotes } from "@sedge/privacy/metric-votes";
import type { RandomSource } from "@sedge/privacy/noise";
import { isOfWindow, type MeasurementShape, shapeOfMeasurement, type TaskOrder, type TaskTerms } from "@sedge/protocol";

// What depends on the kind of a task: its votes, its noise, and which other tasks it waits for. All else is the same for every task.

/** The votes of a task, as both operators check them. */
export function votesOf(terms: TaskTerms, site: string): CellSum | MetricVotes {
  return isOfWindow(terms)
    ? metricVotes(terms, site, terms.round)
    : cellSum(shapeOfMeasurement(terms.measurement), site, terms.round);
}

/** The shape under which a task's votes are added up and opened. */
export function sumShapeOf(terms: TaskTerms): MeasurementShape {
  return isOfWindow(terms) ? metricSumShape(terms) : shapeOfMeasurement(terms.measurement);
}

/** One operator's noise for a task's sum. @param random - A CSPRNG, the operator's own. */
export function noiseOf(terms: TaskTerms, random: RandomSource): bigint[] {
  return isOfWindow(terms)
    ? drawMetricNoise(terms.blocks, terms.noise, random)
    : drawNoise(sumShapeOf(terms), terms.noise, random);
}

/** What a task's noise costs each voter, as zCDP. */
export function costOf(terms: TaskTerms): number {
  return isOfWindow(terms)
    ? metricRho(terms.noise, terms.maxFilled)
    : roundRho({ ...shapeOfMeasurement(terms.measurement), ...terms.noise });
}

/** Tasks of one lane run one after the other; those of different lanes side by side. Rounds share one, and windows of one length. */
export type TaskLane = "cells" | `metrics-${number}`;

export function laneOf(order: TaskOrder): TaskLane {
  return isOfWindow(order) ? `metrics-${order.seconds}` : "cells";
}
