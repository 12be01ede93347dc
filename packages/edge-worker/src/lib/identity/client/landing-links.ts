import type { LinkToken } from "@sedge/protocol";
import type { OpenLandingLink } from "../shard/landing-link-rows.ts";
import type { Signed } from "../operations/operation.ts";
import type { Identity } from "./identity.ts";
import { linkOperation, operationKey } from "../operations/operation.ts";
import type { Erased, TooLarge, ProfileSummary } from "../operations/results.ts";
import { isExisting } from "../graph/proven-part.ts";
import { currentCodewords } from "../graph/profile.ts";
import { shardOf } from "../shard/shard-number.ts";

/** The landing link cannot be used: it is spent, was never offered, or has expired. */
export interface LandingLinkUnavailable {
  readonly state: "unavailable";
  readonly code: "landing-link-spent" | "landing-link-expired";
}

const SPENT: LandingLinkUnavailable = { state: "unavailable", code: "landing-link-spent" };
const EXPIRED: LandingLinkUnavailable = { state: "unavailable", code: "landing-link-expired" };

/** The landing links of a site. Each joins one device to its recipient, once. */
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
   * Joins a device to the landing link's recipient, then deletes the recipient from the link. After a crash, the same
   * operation finishes it.
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
    const accepted = await shards.of(place).acceptLandingLink(token, key, now);
    if (accepted.state === "spent") return SPENT;
    if (accepted.state === "expired") return EXPIRED;
    // Who is known by this key has a profile of their own, as after a signature of theirs.
    if (accepted.state === "offered" && (await this.#isKnown(device, now)))
      await shards.of(place).finishLandingLink(token);
    else if (accepted.state === "offered") {
      const kinds = { [device]: "landing-link" } as const;
      const answer = await this.#identity.apply(
        await linkOperation([accepted.recipient, device], kinds, { operationId, at }),
      );
      if (answer.state === "too-large") return answer;
      await shards.of(place).finishLandingLink(token);
      // The recipient was erased meanwhile.
      if (answer.state === "erased") return SPENT;
    }
    return this.#summaryOf(device);
  }

  /** Whether a profile or a channel knows the key, other than as a guest's. */
  async #isKnown(device: LinkToken, now: number): Promise<boolean> {
    const profile = await this.#identity.read(device);
    if (profile && isExisting(profile) && !profile.guests.includes(device)) return true;
    return (await this.#identity.entitlementsOf([device], now)).registered.length > 0;
  }

  /** The device's own profile: what the device has signed may contradict the landing link. */
  async #summaryOf(device: LinkToken): Promise<ProfileSummary | Erased> {
    const profile = await this.#identity.read(device);
    if (!profile) return { state: "erased" };
    const codewords = currentCodewords(profile.observations);
    return { state: "done", tokens: profile.members.length, edges: profile.edges.length, codewords };
  }
}
