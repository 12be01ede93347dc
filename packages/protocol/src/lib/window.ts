import * as v from "valibot";
import { base64url } from "./base64url.ts";
import {
  MAX_METRIC_PLAN_BYTES,
  MAX_METRICS,
  MAX_METRIC_DIMENSIONS,
  MAX_WINDOW_BUCKETS,
  MAX_WINDOW_SECONDS,
} from "./metric-plan/plan-limits.ts";
import { RoundRequest, RoundStanding } from "./round-order.ts";
import { RoundSignature } from "./round-signature.ts";
import { type Round, RoundId, RoundTerms } from "./round.ts";

// A window of metrics is a task like a round: it has terms, ballots, votes and one opening. Only what is asked and what comes of it differ.

const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const positive = v.pipe(v.number(), v.finite(), v.gtValue(0));
/** Most blocks of one window's vote: each metric has one for all of its dimensions, and one for each of its totals. */
const MAX_WINDOW_BLOCKS = MAX_METRICS * MAX_METRIC_DIMENSIONS;
/** Most times that a window of a minute is extended in 28 days. */
const MAX_WINDOW_NUMBER = 1e9;

/** Number of a window: its time since 1970, in windows. */
const windowNumber = v.pipe(whole, v.maxValue(MAX_WINDOW_NUMBER));
const windowSeconds = v.pipe(whole, v.minValue(60), v.maxValue(MAX_WINDOW_SECONDS));

const { round, rho, delta, minPeople, maxPeople, deadline, spreadSeconds, shards, ballotKeys, sealKey } =
  RoundTerms.entries;

/** What a window asks of a vote, and what it costs: all of it follows from the plan. */
export const WindowMeasure = v.object({
  /** Buckets of each block. */
  blocks: v.pipe(
    v.array(v.pipe(whole, v.minValue(1))),
    v.minLength(1),
    v.maxLength(MAX_WINDOW_BLOCKS),
    v.check((sizes) => sizes.reduce((sum, size) => sum + size, 0) <= MAX_WINDOW_BUCKETS, "too many buckets"),
  ),
  /** Most blocks that one vote fills. */
  maxFilled: v.pipe(whole, v.minValue(1)),
  /** Standard deviation of the discrete Gaussian that ONE operator adds to each bucket of a block. */
  noise: v.pipe(v.array(positive), v.maxLength(MAX_WINDOW_BLOCKS)),
  /** People that a vote stands for: a device is selected for one window in so many. */
  weight: v.pipe(whole, v.minValue(1)),
  /** What a vote costs, in zCDP, if either operator's noise is taken away. */
  rho,
  delta,
  minPeople,
});
export type WindowMeasure = v.InferOutput<typeof WindowMeasure>;

const windowTerms = {
  kind: v.literal("metrics"),
  round,
  ...WindowMeasure.entries,
  /** SHA-256 of the metric plan's text. */
  plan: base64url(32),
  /** Which of the plan's windows. */
  seconds: windowSeconds,
  /** First and last window that the task covers: extended where there are too few people. */
  first: windowNumber,
  last: windowNumber,
  deadline,
  spreadSeconds,
  ballotKeys,
  sealKey,
  /** Of the aggregator: see `windowText`. */
  signature: RoundSignature,
};

/** What both operators have agreed on for a window. Only `last` and `deadline` change: later, while there are too few people. */
export const WindowTerms = v.object({ ...windowTerms, maxPeople, shards });
export type WindowTerms = v.InferOutput<typeof WindowTerms>;

/** Terms of any task: of a window, or of a round, which has no `kind`. */
export const TaskTerms = v.union([WindowTerms, RoundTerms]);
export type TaskTerms = v.InferOutput<typeof TaskTerms>;

/** Edge to device: a window that collects votes now. Public, the same for every visitor. */
export const CollectingWindow = v.object({
  ...windowTerms,
  /** What a vote costs at `delta`. */
  epsilon: positive,
});
export type CollectingWindow = v.InferOutput<typeof CollectingWindow>;

/** Edge to device: all windows that collect votes now. */
export const CollectingWindows = v.object({ windows: v.array(CollectingWindow) });
export type CollectingWindows = v.InferOutput<typeof CollectingWindows>;

const order = {
  kind: v.literal("metrics"),
  round: RoundId,
  plan: base64url(32),
  seconds: windowSeconds,
  first: windowNumber,
  last: windowNumber,
  maxPeople,
  spreadSeconds,
  shards,
  ballotKey: RoundRequest.entries.ballotKey,
};

/** What an operator stores of a window's request. */
export const WindowOrder = v.strictObject(order);
export type WindowOrder = v.InferOutput<typeof WindowOrder>;

/** Edge to aggregator: a window is wanted. The aggregator answers its terms, the same again for the same window. */
export const WindowRequest = v.strictObject({
  ...order,
  /** The plan whose hash `plan` is. */
  planText: v.pipe(v.string(), v.maxBytes(MAX_METRIC_PLAN_BYTES)),
});
export type WindowRequest = v.InferOutput<typeof WindowRequest>;

/** Edge to aggregator: a task is wanted. */
export const TaskRequest = v.union([WindowRequest, RoundRequest]);
export type TaskRequest = v.InferOutput<typeof TaskRequest>;

/** What an operator stores of a task's request. */
export const TaskOrder = v.union([WindowOrder, RoundRequest]);
export type TaskOrder = v.InferOutput<typeof TaskOrder>;

/** Edge to aggregator: too few people have voted, and the task goes on until the end of `last`. */
export const ExtensionRequest = v.strictObject({ last: windowNumber });
export type ExtensionRequest = v.InferOutput<typeof ExtensionRequest>;

/** Result of a window whose sums were opened: of each bucket, the votes with both operators' noise. */
export const WindowEnd = v.object({
  state: v.literal("published"),
  counts: v.pipe(v.array(v.pipe(v.number(), v.safeInteger())), v.maxLength(MAX_WINDOW_BUCKETS)),
});
export type WindowEnd = v.InferOutput<typeof WindowEnd>;

/** Result of a task that is over. */
export const TaskEnd = v.union([WindowEnd, RoundStanding.entries.end.wrapped]);
export type TaskEnd = v.InferOutput<typeof TaskEnd>;

/** Aggregator to edge: the state of the task. */
export const TaskStanding = v.object({ state: RoundStanding.entries.state, end: v.nullable(TaskEnd) });
export type TaskStanding = v.InferOutput<typeof TaskStanding>;

/** Whether it is a window's. */
export function isOfWindow<T extends object>(one: T): one is Extract<T, { readonly kind: "metrics" }> {
  return "kind" in one && one.kind === "metrics";
}

/** What is signed of a window's terms: all that a device rests on, in one order. */
export function windowText(site: string, terms: Omit<CollectingWindow, "signature" | "epsilon">): string {
  const { plan, seconds, first, last, deadline, minPeople, ballotKeys, sealKey, delta, spreadSeconds } = terms;
  const { blocks, maxFilled, noise, weight } = terms;
  return JSON.stringify([
    ["metrics", site, terms.round, plan, seconds, first, last, deadline, minPeople],
    [ballotKeys.edge, ballotKeys.aggregator, sealKey, delta, spreadSeconds],
    [blocks, maxFilled, noise, weight],
  ]);
}

/** What a ballot and a vote need of their task. */
export type VotedTask = Pick<Round, "round" | "ballotKeys" | "sealKey">;
