import * as v from "valibot";

/** What the parent tells the process that hosts one operator's workerd. */
export const OperatorOrder = v.strictObject({
  configPath: v.string(),
  port: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535)),
  /** Folder of the operator's own data: Durable Objects, D1, logs. */
  folder: v.string(),
  /** The Worker's bundle, the entry first; all in one folder. */
  modules: v.pipe(
    v.array(v.strictObject({ type: v.picklist(["ESModule", "CompiledWasm", "Text", "Data"]), path: v.string() })),
    v.minLength(1),
    v.readonly(),
  ),
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
