import type { LinkToken } from "@sedge/protocol";
import type { Identity } from "../identity/client/identity.ts";
import type { WebhookTicket } from "./webhook-ticket.ts";
import type { Firing, FoundWebhook, JourneySummary } from "./shard-triggers.ts";

type Done = { readonly state: "done" };

/** The triggers of a site's profiles, wherever these are at home. For an unknown token the methods do nothing. */
export class ProfileTriggers {
  readonly #identity: Identity;

  constructor(identity: Identity) {
    this.#identity = identity;
  }

  /** What the profile is judged by. */
  journey(token: LinkToken): Promise<JourneySummary | undefined> {
    return this.#identity.askHome<Done & JourneySummary>(token, (home) => home.journey(token));
  }

  /** Fires what the profile's caps allow. @param next - The hour of the next look; undefined: as it was planned. */
  async fire(
    token: LinkToken,
    firings: readonly Firing[],
    key: string,
    next?: number | null,
  ): Promise<readonly string[]> {
    const answer = await this.#identity.askHome<Done & { fired: string[] }>(token, (home) =>
      home.fire(token, firings, key, next),
    );
    return answer?.fired ?? [];
  }

  /** The undelivered webhook of a ticket and all tokens of its profile. @throws {RangeError} while a saga of the profile is unfinished */
  async webhook(ticket: WebhookTicket): Promise<FoundWebhook["found"]> {
    const { id } = ticket;
    if ("token" in ticket) {
      const { token } = ticket;
      return (await this.#identity.askHome<Done & FoundWebhook>(token, (home) => home.webhook(token, id)))?.found;
    }
    const answer = await this.#identity.shards.of(ticket.shard).webhookById(id);
    if (answer.state === "waiting") throw new RangeError("a saga of the profile is unfinished");
    return answer.state === "done" ? answer.found : undefined;
  }

  /** The webhook was delivered or given up: deletes it. */
  async settle(token: LinkToken, id: string): Promise<void> {
    await this.#identity.askHome(token, (home) => home.settleWebhook(token, id));
  }
}
