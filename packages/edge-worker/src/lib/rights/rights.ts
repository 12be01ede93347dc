import { Refusal } from "@sedge/operator";
import type { Channel, LinkToken, ProofPurpose } from "@sedge/protocol";
import type { EdgeContext } from "../context.ts";
import { ChannelReaders } from "../identity/client/channel-readers.ts";
import type { Identity } from "../identity/client/identity.ts";
import type { StoredProfile } from "../identity/operations/results.ts";
import { isGuest } from "../profile-export.ts";
import { checkProof } from "./proof-of-control.ts";

/** Of which tokens a message may read, undo, erase or join the profile. */
export interface Rights {
  /** Whether the site has a login key, so that a token's own key is not enough. */
  readonly isRequired: boolean;
  has(token: LinkToken): boolean;
}

/** What a message carries, or the connector's channel that delivered it. */
interface Presented {
  readonly tokens: readonly LinkToken[];
  readonly proof: string | undefined;
  /** A connector confirms the people whom its own channel has registered. */
  readonly channel?: Channel | undefined;
}

/**
 * What a message may do, by its proof of control or by the connector that delivers it.
 * @param now - Milliseconds since 1970.
 * @throws {Refusal} `bad-proof-of-control`
 */
export async function rightsOf(
  context: EdgeContext,
  identity: Identity,
  { tokens, proof, channel }: Presented,
  purpose: ProofPurpose,
  now: number,
): Promise<Rights> {
  const { id } = context.get("site");
  const keys = await context.get("loginKeys").of(context.env.DB, id);
  const isRequired = keys.length > 0;
  if (proof !== undefined) {
    const proven = await checkProof(proof, keys, { site: id, purpose, now: Math.floor(now / 1_000) }, identity);
    return { isRequired, has: (token) => !isRequired || proven.has(token) };
  }
  if (!isRequired) return { isRequired, has: () => true };
  if (channel === undefined) return { isRequired, has: () => false };
  const confirmed = new Set(await new ChannelReaders(identity).channelTokens(tokens, channel));
  return { isRequired, has: (token) => confirmed.has(token) };
}

/** Whether there is more to a profile than one key that was linked just now. */
function isExisting({ members, observations, history }: StoredProfile): boolean {
  return (
    members.length > 1 || observations.length > 0 || history.some(({ operation }) => operation.action === "record")
  );
}

/**
 * Refuses a link that joins two existing profiles where one of them is not proven. A fresh key may be linked to one of them, and
 * a guest device is no part of its recipient's profile.
 * @throws {Refusal} `proof-required`
 */
export async function checkJoin(identity: Identity, people: readonly LinkToken[], rights: Rights): Promise<void> {
  if (!rights.isRequired || people.length < 2 || people.every((token) => rights.has(token))) return;
  const profiles = new Map<string, boolean>();
  for (const token of people) {
    const profile = await identity.read(token);
    if (!profile || isGuest(profile, token) || !isExisting(profile)) continue;
    const [name = ""] = profile.members;
    profiles.set(name, profiles.get(name) === true || rights.has(token));
  }
  if (profiles.size > 1 && [...profiles.values()].includes(false)) throw new Refusal("proof-required");
}
