import type { LinkToken, TriggerName } from "@sedge/protocol";
import { toBase64url } from "@sedge/privacy/base64url";
import { ChannelReaders } from "../identity/client/channel-readers.ts";
import type { Identity } from "../identity/client/identity.ts";
import type { Site } from "../site.ts";
import type { SiteFiles } from "../site-files.ts";
import { hourOf } from "./hour.ts";
import { type Look, lookAt } from "./look.ts";
import { ProfileTriggers } from "./profile-triggers.ts";
import type { Firing } from "./shard-triggers.ts";
import type { SiteTriggers } from "./trigger-settings.ts";
import { areConsented } from "./consented.ts";

/** What the evaluator works with. */
export interface TriggerDeps {
  readonly database: D1Database;
  readonly site: Site;
  readonly identity: Identity;
  readonly triggers: SiteTriggers;
  readonly files: () => Promise<SiteFiles>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Evaluates a site's trigger rules for a profile and fires those that match. */
export class TriggerEvaluator {
  readonly #deps: TriggerDeps;

  constructor(deps: TriggerDeps) {
    this.#deps = deps;
  }

  /**
   * The profile was seen.
   * @param key - The operation. A repeat fires nothing and gets the same answer.
   * @param hasPage - Whether a page waits for the answer. Otherwise its rules are not evaluated.
   * @returns The rules that fired to the page.
   */
  async seen(token: LinkToken, key: string, hasPage: boolean): Promise<TriggerName[]> {
    const { database, site, triggers } = this.#deps;
    const { rules } = await triggers.of(database, site.id);
    // A site without rules makes no further request.
    if (!rules.some(({ to }) => hasPage || to !== "page")) return [];
    const looked = await this.#look(token);
    if (!looked) return [];
    const firings = await this.#firings(looked.members, looked, hasPage);
    if (firings.length === 0) return [];
    const fired = await new ProfileTriggers(this.#deps.identity).fire(token, firings, key);
    return rules.filter(({ to, name }) => to === "page" && fired.includes(name)).map(({ name }) => name);
  }

  /** An hour has come that rules wait for. Its profile is looked at, and the next hour planned. */
  async due(token: LinkToken): Promise<void> {
    const { identity, now } = this.#deps;
    const looked = await this.#look(token);
    if (!looked) return;
    const firings = await this.#firings(looked.members, looked, false);
    await new ProfileTriggers(identity).fire(token, firings, `due ${hourOf(now())}`, looked.next);
  }

  async #look(token: LinkToken): Promise<(Look & { members: readonly LinkToken[] }) | undefined> {
    const { database, site, triggers, identity, files, now } = this.#deps;
    const journey = await new ProfileTriggers(identity).journey(token);
    if (!journey) return undefined;
    const settings = await triggers.of(database, site.id);
    const look = lookAt(settings, await files(), site, journey, hourOf(now()));
    return { ...look, members: journey.members };
  }

  async #firings(members: readonly LinkToken[], { matching }: Look, hasPage: boolean): Promise<Firing[]> {
    const { database, site, identity, now } = this.#deps;
    const wanted = matching.filter(({ rule: { to } }) => hasPage || to !== "page");
    const hasChannelRule = wanted.some(({ rule: { to } }) => to !== "page");
    const isConsented = hasChannelRule && (await areConsented(database, site.id, members));
    const readers = new ChannelReaders(identity);
    const firings: Firing[] = [];
    for (const { rule, findings } of wanted) {
      const channel = rule.to === "page" ? null : rule.to.webhook;
      if (channel !== null && !isConsented) continue;
      const own = channel === null ? [] : await readers.channelTokens(members, channel);
      if (channel !== null && own.length === 0) continue;
      const id = `msg_${toBase64url(crypto.getRandomValues(new Uint8Array(16)))}`;
      firings.push({ id, hour: hourOf(now()), cap: rule.cap, channel, findings, own });
    }
    return firings;
  }
}
