import { MetricCircuit, type MetricVote } from "./metric-circuit.ts";
import type { MetricShape } from "./metric-layout.ts";
import { type SharedVotes, sharedVotes } from "./shared-votes.ts";
import { metricPrio3 } from "./vote-prio3.ts";

/** One window's votes: how they are split, checked and counted. */
export interface MetricVotes extends SharedVotes<MetricVote> {
  readonly shape: MetricShape;
}

/**
 * The votes of one window: {@link sharedVotes} over `MetricCircuit`. Sums of them are added, noised and opened under
 * `metricSumShape`.
 *
 * @param site - The site, and…
 * @param task - …the window's task. Shares of another pair are refused.
 * @throws RangeError for a shape that no vote has; see `metricLayout`.
 * @example
 * const votes = metricVotes({ blocks: [2, 3], maxFilled: 2 }, "demo", task);
 * await votes.split([1, null], nonce, random); // answers the first metric; the second does not apply
 */
export function metricVotes(shape: MetricShape, site: string, task: string): MetricVotes {
  return { shape, ...sharedVotes(metricPrio3(new MetricCircuit(shape), site, task)) };
}
