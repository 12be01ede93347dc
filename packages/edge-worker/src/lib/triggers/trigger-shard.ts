import { describeError, writeLog } from "@sedge/operator";
import type { LinkToken } from "@sedge/protocol";
import type { Redirect } from "../identity/operations/results.ts";
import { ProfileRows } from "../identity/graph/profile-rows.ts";
import { parseShardName } from "../identity/shard/shard-number.ts";
import { TokenShard } from "../identity/shard/token-shard.ts";
import type { EdgeEnv } from "../settings.ts";
import { dueLooks } from "./due-looks.ts";
import { type Firing, type FoundWebhook, type JourneySummary, ShardTriggers } from "./shard-triggers.ts";

/** How long what is unfinished waits before the alarm resumes it. */
export const RESUME_MS = 2_000;

/**
 * The part of an identity shard that concerns the triggers of the profiles at home in it.
 *
 * - Methods, as those that need a profile: `journey`, `fire`, `webhook`, `webhookById`, `settleWebhook`, `silence`.
 * - Storage: that of {@link JourneyRows} and {@link TriggerRows}, whose rows go where their tokens go.
 * - The alarm gives the queue the webhooks that it has not got, and looks at the profiles whose hour has come.
 * - Invariant: a rule's firing, its cap and its webhook are written in one transaction, before the queue or the page hears of it.
 */
export abstract class TriggerShard extends TokenShard<EdgeEnv> {
  protected readonly rows: ProfileRows;
  readonly #triggers: ShardTriggers;
  readonly #look: (token: LinkToken) => Promise<void>;

  constructor(context: DurableObjectState, env: EdgeEnv) {
    super(context, env);
    const place = parseShardName(context.id.name);
    this.rows = new ProfileRows(this.storage.sql);
    this.#triggers = new ShardTriggers(this.storage, this.rows, place, env.WEBHOOKS);
    this.#look = dueLooks(env, place.site, (work) => context.waitUntil(work));
  }

  /** Does at once what needs the token's profile and no other shard. */
  protected abstract atHome<Done>(token: LinkToken, decide: (profile: number) => Done): Promise<Done | Redirect>;

  /** What a profile is judged by. */
  journey(token: LinkToken): Promise<({ state: "done" } & JourneySummary) | Redirect> {
    return this.atHome(token, (profile) => ({ state: "done", ...this.#triggers.journey(profile) }));
  }

  /** As {@link ShardTriggers.fire}; webhooks are given to the queue afterwards. */
  async fire(
    token: LinkToken,
    firings: readonly Firing[],
    key: string,
    next?: number | null,
  ): Promise<{ state: "done"; fired: string[] } | Redirect> {
    await this.alarms.scheduleWithin(RESUME_MS);
    const answer = await this.atHome(token, (profile) => {
      return { state: "done" as const, fired: this.#triggers.fire(token, profile, firings, key, next) };
    });
    // What fails here is done by the alarm.
    this.ctx.waitUntil(this.#triggers.send(Date.now()).catch(() => undefined));
    return answer;
  }

  webhook(token: LinkToken, id: string): Promise<({ state: "done" } & FoundWebhook) | Redirect> {
    return this.atHome(token, (profile) => ({ state: "done", ...this.#triggers.webhook(id, profile) }));
  }

  /** A webhook by its ID alone; none where its profile is not at home here any more. */
  async webhookById(id: string): Promise<({ state: "done" } & FoundWebhook) | Redirect> {
    const token = this.#triggers.recipient(id);
    return token === undefined ? { state: "done", found: undefined } : this.webhook(token, id);
  }

  settleWebhook(token: LinkToken, id: string): Promise<{ state: "done" } | Redirect> {
    return this.atHome(token, () => {
      this.#triggers.settle(id);
      return { state: "done" };
    });
  }

  /** The token's holder has withdrawn. */
  silence(token: LinkToken): Promise<{ state: "done" } | Redirect> {
    return this.atHome(token, () => {
      this.#triggers.silence(token);
      return { state: "done" };
    });
  }

  /** What the alarm does. */
  protected async pursueTriggers(): Promise<void> {
    this.#triggers.purge(Date.now());
    // A queue that is down delays no look.
    await this.#triggers.send(Date.now()).catch((error: unknown) => {
      writeLog({ event: "trigger-failed", ...describeError(error) });
    });
    await this.#triggers.lookAtDue(Date.now(), this.#look);
  }

  /** Sets the alarm for what triggers wait for. */
  protected async scheduleTriggers(): Promise<void> {
    const idleMs = this.#triggers.idleFor(Date.now());
    if (idleMs !== undefined) await this.alarms.scheduleWithin(Math.max(RESUME_MS, idleMs));
  }
}
