import { readSettings, Secret } from "@sedge/operator";
import { SiteId } from "@sedge/protocol";
import * as v from "valibot";
import type { CodebookRegistry } from "./codebook-registry.ts";
import type { PrfBudget } from "./prf-budget.ts";

/** What the deployment gives the Worker. Everything but the bindings is unknown until {@link settingsOf} has read it. */
export interface AggregatorEnv {
  readonly CODEBOOK_REGISTRY: DurableObjectNamespace<CodebookRegistry>;
  readonly PRF_BUDGET: DurableObjectNamespace<PrfBudget>;
}

/**
 * Most blinded elements evaluated for one site in one hour: 10 a second. It bounds what a hostile edge could learn by
 * using this operator as an oracle: a dictionary of a billion phone numbers would take three years.
 */
export const PRF_ELEMENTS_PER_HOUR = 36_000;

const Settings = v.object({
  /** Seed of this operator's PRF key shares. */
  PRF_SEED: Secret,
  /** Bearer token of the paired edge. */
  OPERATOR_KEY: Secret,
  SITES: v.pipe(v.array(SiteId), v.minLength(1)),
  PRF_ELEMENTS_PER_HOUR: v.optional(
    v.pipe(v.union([v.number(), v.string()]), v.transform(Number), v.integer(), v.minValue(1)),
    PRF_ELEMENTS_PER_HOUR,
  ),
});
export type Settings = v.InferOutput<typeof Settings>;

const read = new WeakMap<object, Settings>();

/** The deployment's settings, read once. @throws {MisconfiguredError} */
export function settingsOf(env: AggregatorEnv): Settings {
  let settings = read.get(env);
  if (!settings) {
    settings = readSettings(Settings, env);
    read.set(env, settings);
  }
  return settings;
}
