import { Refusal } from "@sedge/operator";
import type { Channel, LinkToken, ProofPurpose } from "@sedge/protocol";
import type { EdgeContext } from "../context.ts";
import { ChannelReaders } from "../identity/client/channel-readers.ts";
import type { Identity } from "../identity/client/identity.ts";
import type { StoredProfile } from "../identity/operations/results.ts";
import { isGuest } from "../profile-export.ts";
import { checkProof } from "./proof-of-control.ts";

/** What a message may do to whose profile. An identifier's own key is not enough: anyone can derive it. */
export interface Rights {
  /** Whether it may read, undo, erase or join the profile for this token of it. */
  actFor(token: LinkToken, profile: Pick<StoredProfile, "history"> | undefined): boolean;
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
  if (proof !== undefined) {
    const { id: site } = context.get("site");
    const keys = await context.get("loginKeys").of(context.env.DB, site);
    const proven = await checkProof(proof, keys, { site, purpose, now: Math.floor(now / 1_000) }, identity);
    return { actFor: (token, profile) => isProven(token, proven, profile?.history ?? []) };
  }
  const confirmed = new Set(
    channel === undefined ? [] : await new ChannelReaders(identity).confirmedTokens(tokens, channel),
  );
  return { actFor: (token) => confirmed.has(token) };
}

/**
 * Whether a proof's tokens say who the profile's person is. A token that joined by its own key alone counts only together with a token that
 * it joined, else a stranger who is signed in would link a key of their own to a known address, and read by that.
 */
function isProven(
  token: LinkToken,
  proven: ReadonlySet<LinkToken>,
  history: StoredProfile["history"],
  known = new Map<LinkToken, boolean>(),
): boolean {
  const before = known.get(token);
  if (before !== undefined) return before;
  // Tokens that claim each other in a circle prove nothing.
  known.set(token, false);
  const isGood =
    proven.has(token) &&
    claimsOf(token, history).every(({ tokens, claimed }) => {
      const joined = tokens.filter((other) => !claimed.includes(other));
      if (joined.length === 0) return tokens.every((other) => proven.has(other));
      return joined.some((other) => isProven(other, proven, history, known));
    });
  known.set(token, isGood);
  return isGood;
}

/** The links in effect by which the token joined others by its own key alone. */
function claimsOf(token: LinkToken, history: StoredProfile["history"]) {
  return history.flatMap(({ operation, effective }) => {
    if (!effective || (operation.action !== "link" && operation.action !== "carried")) return [];
    const { tokens, claimed = [] } = operation;
    return claimed.includes(token) ? [{ tokens, claimed }] : [];
  });
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
 * @returns The tokens that join by their own keys alone: those without a profile, or where nothing says which were first, all.
 * @throws {Refusal} `proof-required`
 */
export async function checkJoin(
  identity: Identity,
  people: readonly LinkToken[],
  rights: Rights,
): Promise<readonly LinkToken[]> {
  if (people.length < 2) return [];
  const found = await Promise.all(
    people.map(async (token) => {
      const profile = await identity.read(token);
      const own = profile && !isGuest(profile, token) && isExisting(profile) ? profile : undefined;
      return { token, profile, own };
    }),
  );
  if (found.every(({ token, profile }) => rights.actFor(token, profile))) return [];
  const profiles = new Map<string, boolean>();
  for (const { token, own } of found) {
    if (!own) continue;
    const [name = ""] = own.members;
    profiles.set(name, profiles.get(name) === true || rights.actFor(token, own));
  }
  if (profiles.size > 1 && [...profiles.values()].includes(false)) throw new Refusal("proof-required");
  const fresh = found.filter(({ own }) => !own);
  // Where all are one profile's already, the link says no more than those by which they came.
  const claimed =
    fresh.length > 0 ? fresh : found.filter(({ token, own }) => own && claimsOf(token, own.history).length > 0);
  return claimed.map(({ token }) => token);
}
