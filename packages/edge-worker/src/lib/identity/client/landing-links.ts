import type { LinkToken } from "@sedge/protocol";
import type { OpenLandingLink } from "../shard/landing-link-rows.ts";
import type { Erased, Identity, Signed } from "./identity.ts";
import { operationKey } from "../operations/operation-key.ts";
import type { TooLarge, ProfileSummary } from "../operations/results.ts";
import { currentCodewords } from "../graph/profile.ts";
import { shardOf } from "../shard/shard-number.ts";

/** A landing link that is not to be had: taken by another operation or never offered, or over its time. */
export interface LandingLinkUnavailable {
  readonly state: "unavailable";
  readonly code: "landing-link-spent" | "landing-link-expired";
}

const SPENT: LandingLinkUnavailable = { state: "unavailable", code: "landing-link-spent" };
const EXPIRED: LandingLinkUnavailable = { state: "unavailable", code: "landing-link-expired" };

/** The landing links of a site: a landing link joins the device on which it is opened to whom it was sent, once. */
export class LandingLinks {
  readonly #identity: Identity;

  constructor(identity: Identity) {
    this.#identity = identity;
  }

  /** Opens a landing link to a registered recipient. The place first: what is offered can be found. @param at - When it was signed. */
  async offer(landingLink: OpenLandingLink, at: number): Promise<void> {
    const { token, recipient, until } = landingLink;
    const { shards } = this.#identity;
    await shards.ownOf(token).placeLandingLink(token, shardOf(recipient), until);
    await shards.ownOf(recipient).offerLandingLink(landingLink, at);
  }

  /**
   * Joins a device to whose landing link it has, and forgets whose that was. Killed in between, the same operation finishes it.
   * @param now - Seconds since 1970.
   */
  async accept(
    token: LinkToken,
    device: LinkToken,
    { operationId, at }: Signed,
    now: number,
  ): Promise<ProfileSummary | TooLarge | Erased | LandingLinkUnavailable> {
    const { shards } = this.#identity;
    const key = await operationKey(token, operationId);
    const place = await shards.ownOf(token).landingLinkPlace(token);
    if (place === undefined) return SPENT;
    const taken = await shards.of(place).acceptLandingLink(token, key, now);
    if (taken.state === "spent") return SPENT;
    if (taken.state === "expired") return EXPIRED;
    if (taken.state === "offered") {
      const kinds = { [device]: "landing-link" } as const;
      const answer = await this.#identity.link([taken.recipient, device], kinds, { operationId, at });
      if (answer.state === "too-large") return answer;
      await shards.of(place).finishLandingLink(token);
      // The recipient was erased since it was taken.
      if (answer.state === "erased") return SPENT;
    }
    return this.#summaryOf(device);
  }

  /** The device's own, as what it signs itself may speak against the landing link. */
  async #summaryOf(device: LinkToken): Promise<ProfileSummary | Erased> {
    const profile = await this.#identity.read(device);
    if (!profile) return { state: "erased" };
    const codewords = currentCodewords(profile.observations);
    return { state: "done", tokens: profile.members.length, edges: profile.edges.length, codewords };
  }
}
