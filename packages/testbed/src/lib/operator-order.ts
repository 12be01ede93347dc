import * as v from "valibot";
import { BuiltWorker } from "./built-worker.ts";

/** The start order from the parent to the process of one operator. */
export const OperatorOrder = v.strictObject({
  worker: BuiltWorker,
  port: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535)),
  /** Folder of the operator's data: Durable Objects, D1, logs. */
  folder: v.string(),
  /** Vars and secrets that override the configuration: text, or JSON as in wrangler.jsonc. */
  bindings: v.record(v.string(), v.union([v.string(), v.record(v.string(), v.array(v.string()))])),
  /** SQL that runs after the migrations, by binding of its database. It may run again. */
  seed: v.optional(v.record(v.string(), v.array(v.string())), {}),
  /** Replaces the limit of every rate limit. Default: as configured. */
  rateLimit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
});
export type OperatorOrder = v.InferInput<typeof OperatorOrder>;

/** The process's only answer. */
export const OperatorAnswer = v.variant("state", [
  v.strictObject({ state: v.literal("ready") }),
  v.strictObject({ state: v.literal("failed"), message: v.string() }),
]);
export type OperatorAnswer = v.InferOutput<typeof OperatorAnswer>;
