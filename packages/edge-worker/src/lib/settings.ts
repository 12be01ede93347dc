import {
  ADDRESS_BUDGET_SETTINGS,
  CONNECTOR_BUDGET_SETTINGS,
  MisconfiguredError,
  PRF_BUDGET_SETTINGS,
  readSettings,
  Secret,
} from "@sedge/operator";
import { BALLOT_SETTINGS, ROUND_SETTINGS } from "@sedge/operator/rounds";
import { TrustTier } from "@sedge/protocol";
import * as v from "valibot";

/** What the deployment gives the Worker. Everything but the bindings is unknown until {@link settingsOf} has read it. */
export type EdgeEnv = EdgeBindings;

const Settings = v.object({
  /** Seed of this operator's PRF key shares. */
  PRF_SEED: Secret,
  /** Shown to the aggregator as bearer token. */
  OPERATOR_KEY: Secret,
  /** Bearer token of this operator's own console. Without it that is closed. */
  ADMIN_KEY: v.optional(Secret),
  TRUST_TIER: TrustTier,
  AGGREGATOR_URL: v.optional(v.pipe(v.string(), v.url())),
  /** Seconds before a webhook that failed is tried again; each further wait is four times as long. */
  WEBHOOK_RETRY_SECONDS: v.optional(v.pipe(v.string(), v.regex(/^\d{1,4}$/), v.transform(Number)), "5"),
  /**
   * Seconds for which pages and isolates use a manifest, a round's document and what the aggregator has published. A new
   * codebook reaches a page after up to three times this.
   */
  CACHE_SECONDS: v.optional(v.pipe(v.string(), v.regex(/^\d{1,4}$/), v.transform(Number)), "60"),
  ...PRF_BUDGET_SETTINGS,
  ...ADDRESS_BUDGET_SETTINGS,
  ...CONNECTOR_BUDGET_SETTINGS,
  ...ROUND_SETTINGS,
  ...BALLOT_SETTINGS,
});
export type Settings = v.InferOutput<typeof Settings>;

const read = new WeakMap<object, Settings>();

/** The deployment's settings, read once. @throws {MisconfiguredError} */
export function settingsOf(env: EdgeEnv): Settings {
  let settings = read.get(env);
  if (!settings) {
    settings = readSettings(Settings, env);
    if (!env.AGGREGATOR && settings.AGGREGATOR_URL === undefined) {
      throw new MisconfiguredError(["AGGREGATOR or AGGREGATOR_URL"]);
    }
    read.set(env, settings);
  }
  return settings;
}
