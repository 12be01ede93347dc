import * as v from "valibot";
import { BuiltWorker, Seed } from "./built-worker.ts";

/** The start order from the parent to a host. */
export const OperatorOrder = v.strictObject({
  worker: BuiltWorker,
  port: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535)),
  /** Folder of the operator's data: Durable Objects, D1, logs. */
  folder: v.string(),
  /** Vars and secrets that override the configuration: text, or JSON as in wrangler.jsonc. */
  bindings: v.record(v.string(), v.union([v.string(), v.record(v.string(), v.array(v.string()))])),
  seed: v.optional(Seed, {}),
  /** Replaces the limit of every rate limit. Default: as configured. */
  rateLimit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
});
export type OperatorOrder = v.InferInput<typeof OperatorOrder>;

/** The order after which a host has no operator and waits for the next start order. */
export const STOP_ORDER = "stop";

/** A host's answer to each order. */
export const OperatorAnswer = v.variant("state", [
  v.strictObject({ state: v.literal("ready") }),
  v.strictObject({ state: v.literal("stopped") }),
  v.strictObject({ state: v.literal("failed"), message: v.string() }),
]);
export type OperatorAnswer = v.InferOutput<typeof OperatorAnswer>;
