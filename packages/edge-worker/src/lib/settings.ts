import {
  ADDRESS_BUDGET_SETTINGS,
  CONNECTOR_BUDGET_SETTINGS,
  MisconfiguredError,
  PRF_BUDGET_SETTINGS,
  REGISTRATION_SETTINGS,
  readSettings,
  Secret,
} from "@sedge/operator";
import { BALLOT_SETTINGS, ROUND_SETTINGS } from "@sedge/operator/rounds";
import { Sha256Hex, SiteId, TrustTier } from "@sedge/protocol";
import * as v from "valibot";

/** What the deployment gives the Worker. Everything but the bindings is unknown until {@link settingsOf} has read it. */
export type EdgeEnv = EdgeBindings;

const Settings = v.object({
  /** Seed of this operator's PRF key shares. */
  PRF_SEED: Secret,
  /** Shown to the aggregator as bearer token. */
  OPERATOR_KEY: Secret,
  /** Both operators check votes with it. Unlike `OPERATOR_KEY`, no request carries it. */
  VERIFY_KEY: Secret,
  /** Bearer token of this operator's own console. Without it that is closed. */
  ADMIN_KEY: v.optional(Secret),
  /** Ed25519 seed of the key by which the edge signs statements and cosigns the log. Without it manifests carry no statement. */
  LOG_SEED: v.optional(Secret),
  /** The seed before: signs statements too, until the last one that names its key has expired. */
  LOG_SEED_BEFORE: v.optional(Secret),
  /** SHA-256 of the sites' privacy texts, for their statements. */
  POLICY_HASHES: v.optional(v.record(SiteId, Sha256Hex), {}),
  /** SHA-256 of the lists of files of the SDK's releases that pages run, for statements. */
  SDK_HASHES: v.optional(v.pipe(v.array(Sha256Hex), v.maxLength(4)), []),
  TRUST_TIER: TrustTier,
  AGGREGATOR_URL: v.optional(v.pipe(v.string(), v.url())),
  /**
   * Who writes the header `cf-connecting-ip`: Cloudflare's network, or a proxy in front of this Worker that overwrites what clients
   * write there.
   */
  ADDRESS_FROM: v.optional(v.picklist(["cloudflare", "proxy"]), "cloudflare"),
  /** How long the second operator may take to answer in full, in milliseconds; for batches and a round's end several times that. */
  AGGREGATOR_TIMEOUT_MS: v.optional(
    v.pipe(v.union([v.number(), v.string()]), v.transform(Number), v.integer(), v.minValue(1), v.maxValue(30_000)),
    5_000,
  ),
  /** Seconds before a webhook that failed is tried again; each further wait is four times as long. */
  WEBHOOK_RETRY_SECONDS: v.optional(v.pipe(v.string(), v.regex(/^\d{1,4}$/), v.transform(Number)), "5"),
  /**
   * Seconds for which pages and isolates use a manifest, a round's document and what the aggregator has published. A new
   * codebook reaches a page after up to three times this.
   */
  CACHE_SECONDS: v.optional(v.pipe(v.string(), v.regex(/^\d{1,4}$/), v.transform(Number)), "60"),
  ...PRF_BUDGET_SETTINGS,
  ...REGISTRATION_SETTINGS,
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
    if (settings.VERIFY_KEY === settings.OPERATOR_KEY) throw new MisconfiguredError(["VERIFY_KEY"]);
    if (settings.LOG_SEED === settings.PRF_SEED) throw new MisconfiguredError(["LOG_SEED"]);
    if (!env.AGGREGATOR && settings.AGGREGATOR_URL === undefined) {
      throw new MisconfiguredError(["AGGREGATOR or AGGREGATOR_URL"]);
    }
    read.set(env, settings);
  }
  return settings;
}
