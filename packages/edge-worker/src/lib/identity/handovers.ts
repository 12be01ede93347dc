import type { LinkToken } from "@sedge/protocol";
import type { OpenHandover } from "./handover-rows.ts";
import type { Erased, Identity, Signed } from "./identity.ts";
import { operationKey } from "./operation-key.ts";
import type { Full, Standing } from "./outcome.ts";
import { currentCodewords } from "./profile.ts";
import { shardOf } from "./shard-number.ts";

/** A hand-over that is not to be had: taken by another operation or never offered, or over its time. */
export interface Missed {
  readonly state: "missed";
  readonly code: "handover-spent" | "handover-expired";
}

const SPENT: Missed = { state: "missed", code: "handover-spent" };
const EXPIRED: Missed = { state: "missed", code: "handover-expired" };

/** The hand-overs of a site: a landing link joins the device on which it is opened to whom it was sent, once. */
export class Handovers {
  readonly #identity: Identity;

  constructor(identity: Identity) {
    this.#identity = identity;
  }

  /** Opens a hand-over to a registered recipient. The place first: what is offered can be found. @param at - When it was signed. */
  async offer(handover: OpenHandover, at: number): Promise<void> {
    const { token, recipient, until } = handover;
    const { shards } = this.#identity;
    await shards.ownOf(token).placeHandover(token, shardOf(recipient), until);
    await shards.ownOf(recipient).offerHandover(handover, at);
  }

  /**
   * Joins a device to whose hand-over it has, and forgets whose that was. Killed in between, the same operation finishes it.
   * @param now - Seconds since 1970.
   */
  async take(
    token: LinkToken,
    device: LinkToken,
    { operationId, at }: Signed,
    now: number,
  ): Promise<Standing | Full | Erased | Missed> {
    const { shards } = this.#identity;
    const key = await operationKey(token, operationId);
    const place = await shards.ownOf(token).handoverPlace(token);
    if (place === undefined) return SPENT;
    const taken = await shards.of(place).takeHandover(token, key, now);
    if (taken.state === "spent") return SPENT;
    if (taken.state === "expired") return EXPIRED;
    if (taken.state === "offered") {
      const kinds = { [device]: "handover" } as const;
      const answer = await this.#identity.link([taken.recipient, device], kinds, { operationId, at });
      if (answer.state === "full") return answer;
      await shards.of(place).finishHandover(token);
      // The recipient was erased since it was taken.
      if (answer.state === "erased") return SPENT;
    }
    return this.#standingOf(device);
  }

  /** The device's own, as what it signs itself may speak against the hand-over. */
  async #standingOf(device: LinkToken): Promise<Standing | Erased> {
    const profile = await this.#identity.read(device);
    if (!profile) return { state: "erased" };
    const codewords = currentCodewords(profile.observations);
    return { state: "done", tokens: profile.members.length, edges: profile.edges.length, codewords };
  }
}
