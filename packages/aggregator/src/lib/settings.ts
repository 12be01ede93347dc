import { ROUND_SETTINGS } from "@sedge/operator/rounds";
import { MisconfiguredError, PRF_BUDGET_SETTINGS, readSettings, Secret } from "@sedge/operator";
import { Channel, SiteId } from "@sedge/protocol";
import * as v from "valibot";

/** The Worker's bindings. Everything else in the environment is unknown until {@link settingsOf} has parsed it. */
export type AggregatorEnv = AggregatorBindings;

const SiteChannels = v.pipe(
  v.array(Channel),
  v.check((channels) => channels.includes("web"), "the web is not among the channels"),
);

const Settings = v.object({
  /** Seed of this operator's PRF key shares. */
  PRF_SEED: Secret,
  /** Bearer token of the paired edge. */
  OPERATOR_KEY: Secret,
  /** Both operators check votes with it. Unlike `OPERATOR_KEY`, no request carries it. */
  VERIFY_KEY: Secret,
  /** Bearer token of this operator's own console. Without it that is closed. */
  ADMIN_KEY: v.optional(Secret),
  /** Ed25519 seed of the log's key, by which this operator signs statements and checkpoints. Without it there is no log. */
  LOG_SEED: v.optional(Secret),
  /** Names the log for ever, in its checkpoints and its key. Set it before the first statement. */
  LOG_ORIGIN: v.optional(v.pipe(v.string(), v.regex(/^[A-Za-z0-9._/:-]{1,80}$/)), "sedge-log"),
  SITES: v.pipe(v.array(SiteId), v.minLength(1)),
  /**
   * Channels of each site that has others than its pages, the web among them: its codebook's space. They count from the site's first
   * request; later ones need a codebook of their own.
   */
  CHANNELS: v.optional(v.record(SiteId, SiteChannels), {}),
  ...PRF_BUDGET_SETTINGS,
  ...ROUND_SETTINGS,
});
export type Settings = v.InferOutput<typeof Settings>;

const read = new WeakMap<object, Settings>();

/** The deployment's settings, read once. @throws {MisconfiguredError} */
export function settingsOf(env: AggregatorEnv): Settings {
  let settings = read.get(env);
  if (!settings) {
    settings = readSettings(Settings, env);
    if (settings.VERIFY_KEY === settings.OPERATOR_KEY) throw new MisconfiguredError(["VERIFY_KEY"]);
    if (settings.LOG_SEED === settings.PRF_SEED) throw new MisconfiguredError(["LOG_SEED"]);
    read.set(env, settings);
  }
  return settings;
}
