import type { LinkToken } from "@sedge/protocol";
import type { Identity } from "../identity/client/identity.ts";
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

  /** An undelivered webhook and all tokens of its profile. */
  async webhook(token: LinkToken, id: string): Promise<FoundWebhook["found"]> {
    const answer = await this.#identity.askHome<Done & FoundWebhook>(token, (home) => home.webhook(token, id));
    return answer?.found;
  }

  /** The webhook was delivered or given up: deletes it. */
  async settle(token: LinkToken, id: string): Promise<void> {
    await this.#identity.askHome(token, (home) => home.settleWebhook(token, id));
  }
}
