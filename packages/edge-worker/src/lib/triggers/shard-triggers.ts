import { describeError, Mutex, writeLog } from "@sedge/operator";
import type { LinkToken } from "@sedge/protocol";
import * as v from "valibot";
import type { ProfileRows } from "../identity/graph/profile-rows.ts";
import type { StoredProfile } from "../identity/operations/results.ts";
import type { ShardNumber } from "../identity/shard/shard-number.ts";
import { FiringOrder } from "./firing-order.ts";
import { hourOf } from "./hour.ts";
import { journeyOf } from "./profile-journey.ts";
import type { StoredWebhook } from "./trigger-rows.ts";
import type { WebhookTicket } from "./webhook-ticket.ts";

/** Most profiles that one alarm looks at, and most webhooks that it gives to the queue. */
const AT_ONCE = 100;

/** A rule that may fire, and the tokens that its channel may see, the best first. A page needs none. */
export type Firing = FiringOrder & { readonly own: readonly LinkToken[] };

/** What a profile is judged by. */
export type JourneySummary = Pick<StoredProfile, "members" | "observations" | "journey">;

/** An undelivered webhook and all tokens of its profile; undefined if it is no longer wanted. */
export interface FoundWebhook {
  readonly found: { readonly webhook: StoredWebhook; readonly members: readonly LinkToken[] } | undefined;
}

/** The triggers of the profiles at home in a shard. */
export class ShardTriggers {
  readonly #storage: DurableObjectStorage;
  readonly #rows: ProfileRows;
  readonly #place: { readonly site: string; readonly shard: ShardNumber };
  readonly #queue: Pick<Queue<WebhookTicket>, "send">;
  readonly #sending = new Mutex();

  constructor(
    storage: DurableObjectStorage,
    rows: ProfileRows,
    place: { readonly site: string; readonly shard: ShardNumber },
    queue: Pick<Queue<WebhookTicket>, "send">,
  ) {
    this.#storage = storage;
    this.#rows = rows;
    this.#place = place;
    this.#queue = queue;
  }

  /** What a profile is judged by. */
  journey(profile: number): JourneySummary {
    const members = this.#rows.members(profile);
    const observations = this.#rows.observations(members);
    return { members, observations, journey: journeyOf(this.#rows, members) };
  }

  /**
   * Fires what the caps allow, each with its webhook in one transaction.
   * @param next - The hour of the next look; undefined: as it was planned.
   * @returns Names of the rules that fired, now or when the same operation was done before.
   */
  fire(token: LinkToken, profile: number, firings: readonly Firing[], key: string, next?: number | null): string[] {
    const members = this.#rows.members(profile);
    return this.#storage.transactionSync(() => {
      if (next !== undefined) this.#rows.triggers.watched(members, token, next);
      return firings.flatMap(({ own, ...raw }) => {
        const order = v.parse(FiringOrder, raw);
        const recipient = own.find((one) => members.includes(one));
        // A channel learns nothing about tokens that it has not registered.
        if (order.channel !== null && recipient === undefined) return [];
        return this.#rows.triggers.fire(members, order, key, recipient) ? [order.findings.rule] : [];
      });
    });
  }

  webhook(id: string, profile: number): FoundWebhook {
    const webhook = this.#rows.triggers.webhook(id);
    const members = this.#rows.members(profile);
    return { found: webhook && members.includes(webhook.token) ? { webhook, members } : undefined };
  }

  /** Whose webhook it is, if it is here. */
  recipient(id: string): LinkToken | undefined {
    return this.#rows.triggers.webhook(id)?.token;
  }

  settle(id: string): void {
    this.#rows.triggers.settle(id);
  }

  /** The token's consent was withdrawn: deletes its journey and its triggers. */
  silence(token: LinkToken): void {
    this.#storage.transactionSync(() => {
      this.#rows.journey.drop([token]);
      this.#rows.triggers.drop([token]);
    });
  }

  /** Gives the queue what it has not got; what fails is given to it by the next alarm. @param now - Milliseconds since 1970. */
  send(now: number): Promise<void> {
    const { triggers } = this.#rows;
    const hour = hourOf(now);
    return this.#sending.run(async () => {
      for (const id of triggers.unsent(hour, AT_ONCE)) {
        await this.#queue.send({ ...this.#place, id });
        triggers.sent(id, hour);
      }
    });
  }

  /**
   * Evaluates the profiles that are due. If one fails, it waits for the next hour and the others continue.
   * @param look - Must call {@link fire} with the next hour.
   */
  async lookAtDue(now: number, look: (token: LinkToken) => Promise<void>): Promise<void> {
    const hour = hourOf(now);
    for (const token of this.#rows.triggers.due(hour, AT_ONCE)) {
      try {
        await look(token);
      } catch (error) {
        writeLog({ event: "trigger-failed", site: this.#place.site, ...describeError(error) });
        this.#rows.triggers.watched([token], token, hour + 1);
      }
    }
  }

  purge(now: number): void {
    const hour = hourOf(now);
    this.#rows.journey.purge(hour);
    this.#rows.triggers.purge(hour);
  }

  /** How long until there is something to do, in milliseconds; undefined if nothing is known. */
  idleFor(now: number): number | undefined {
    const { journey, triggers } = this.#rows;
    const hours = [triggers.nextDue(), triggers.nextPurge(), journey.nextPurge()].filter((hour) => hour !== undefined);
    return hours.length === 0 ? undefined : Math.max(0, Math.min(...hours) * 3_600_000 - now);
  }
}
