import * as v from "valibot";
import { BuiltWorker } from "./built-worker.ts";

/** What the parent tells the process that hosts one operator's workerd. */
export const OperatorOrder = v.strictObject({
  worker: BuiltWorker,
  port: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535)),
  /** Folder of the operator's own data: Durable Objects, D1, logs. */
  folder: v.string(),
  /** Vars and secrets, over those of the configuration: texts, or JSON as wrangler.jsonc has it. */
  bindings: v.record(v.string(), v.union([v.string(), v.record(v.string(), v.array(v.string()))])),
  /** Replaces the limit of every rate limit; absent: as configured. */
  rateLimit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
});
export type OperatorOrder = v.InferOutput<typeof OperatorOrder>;

/** What the host answers, once. */
export const OperatorAnswer = v.variant("state", [
  v.strictObject({ state: v.literal("ready") }),
  v.strictObject({ state: v.literal("failed"), message: v.string() }),
]);
export type OperatorAnswer = v.InferOutput<typeof OperatorAnswer>;
