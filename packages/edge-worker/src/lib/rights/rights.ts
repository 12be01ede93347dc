import { Refusal } from "@sedge/operator";
import type { Channel, LinkToken, ProofPurpose } from "@sedge/protocol";
import type { EdgeContext } from "../context.ts";
import { ChannelReaders } from "../identity/client/channel-readers.ts";
import type { Identity } from "../identity/client/identity.ts";
import { provenPart, refutedClaims } from "../identity/graph/proven-part.ts";
import { areSpokenFor } from "../identity/operations/join-check.ts";
import { followingOperation, type Signed } from "../identity/operations/operation.ts";
import type { StoredProfile } from "../identity/operations/results.ts";
import { isGuest } from "../profile-export.ts";
import { checkProof } from "./proof-of-control.ts";

/** What a message may do to whose profile. An identifier's own key is not enough: anyone can derive it. */
export class Rights {
  /** The tokens that its proof names, or that its connector confirms. */
  readonly proven: ReadonlySet<LinkToken>;

  constructor(proven: Iterable<LinkToken>) {
    this.proven = new Set(proven);
  }

  /**
   * The tokens that it may read, undo and erase of the profile of one of its tokens; none without a right to that token. A guest device has
   * its own part alone.
   */
  partOf(token: LinkToken, profile: StoredProfile | undefined): readonly LinkToken[] {
    if (profile && isGuest(profile, token)) return [token];
    if (!profile) return this.proven.has(token) ? [token] : [];
    const part = provenPart(profile, this.proven);
    return part.has(token) ? profile.members.filter((member) => part.has(member)) : [];
  }
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
  if (proof === undefined) {
    return new Rights(channel === undefined ? [] : await new ChannelReaders(identity).confirmedTokens(tokens, channel));
  }
  const { id: site } = context.get("site");
  const keys = await context.get("loginKeys").of(context.env.DB, site);
  return new Rights(await checkProof(proof, keys, { site, purpose, now: Math.floor(now / 1_000) }, identity));
}

/** A token that a link names, with its profile. */
interface Linked {
  readonly token: LinkToken;
  readonly profile: StoredProfile | undefined;
}

function read(identity: Identity, people: readonly LinkToken[]): Promise<Linked[]> {
  return Promise.all(people.map(async (token) => ({ token, profile: await identity.read(token) })));
}

/**
 * Refuses a link that joins two existing profiles where one of them is not proven. A fresh key may be linked to one of them, and
 * a guest device is no part of its recipient's profile. The shard checks again what the link joins, when it applies it. First the claims
 * end that the proof refutes.
 * @returns The tokens that the proof does not name, and so join by their own keys alone.
 * @throws {Refusal} `proof-required`
 */
export async function checkJoin(
  identity: Identity,
  people: readonly LinkToken[],
  { proven }: Rights,
  signed: Signed,
): Promise<readonly LinkToken[]> {
  const before = await read(identity, people);
  const isAsBefore = (await endClaims(identity, before, proven, signed)) === 0;
  const found = isAsBefore ? before : await read(identity, people);
  const own = found.flatMap(({ token, profile }) => (profile && !isGuest(profile, token) ? [profile] : []));
  const profiles = new Map(own.map((profile) => [profile.members[0], profile]));
  if (!areSpokenFor([...profiles.values()], proven)) throw new Refusal("proof-required");
  return people.filter((token) => !proven.has(token));
}

/**
 * Ends the claims that a proof refutes. Of a token whose owner is signed in, a link that it signed by its own key alone with a person that
 * is not proven may be a stranger's, and is taken back. What the message links it with again may stay.
 * @returns How many have ended.
 */
async function endClaims(
  identity: Identity,
  people: readonly Linked[],
  proven: ReadonlySet<LinkToken>,
  { operationId, at }: Signed,
): Promise<number> {
  const linked = people.map(({ token }) => token);
  const profiles = new Map(people.flatMap(({ profile }) => (profile ? [[profile.members[0], profile] as const] : [])));
  const refuted = [...profiles.values()].flatMap((profile) => refutedClaims(profile, proven, linked));
  for (const { token, operation } of refuted) {
    const undo = await followingOperation("claim", operationId, token, operation.operationId);
    await identity.undo(token, operation.operationId, { operationId: undo, at }, proven);
  }
  return refuted.length;
}
