import type { LinkToken } from "@sedge/protocol";
import { type Operation, tokensOf } from "../operations/operation.ts";
import type { StoredProfile } from "../operations/results.ts";
import { groupsOf } from "./profile.ts";

type History = StoredProfile["history"];
type ProfileEdge = StoredProfile["edges"][number];

/** The tokens of an operation that no proof named, so that each of its pairs with one of them is a claim. */
export function claimedBy(operation: Operation): readonly LinkToken[] {
  return "claimed" in operation ? operation.claimed : [];
}

/** Whether an edge rests on claims alone: on links by the tokens' own keys, so that they may be a stranger's. */
export function isClaim({ a, b, operations }: ProfileEdge, history: History): boolean {
  return !history.some(({ operation, effective }) => {
    const names = tokensOf(operation);
    if (!effective || !operations.includes(operation.operationId) || !names.includes(a) || !names.includes(b)) {
      return false;
    }
    const claimed = claimedBy(operation);
    return !claimed.includes(a) && !claimed.includes(b);
  });
}

/** The tokens of a profile, without guest devices, in groups that proofs, connectors and records have joined. */
function groupsIn({
  members,
  guests,
  edges,
  history,
}: Pick<StoredProfile, "members" | "guests" | "edges" | "history">): LinkToken[][] {
  const own = members.filter((token) => !guests.includes(token));
  const isOwn = ({ a, b, kind }: ProfileEdge) => kind !== "household" && own.includes(a) && own.includes(b);
  return groupsOf(
    own,
    edges.filter((edge) => isOwn(edge) && !isClaim(edge, history)),
  );
}

/**
 * The tokens of a profile that a proof speaks for: those that it names, and what proofs, connectors and records have joined to them. What
 * joined by its own key alone is none of it, in either direction, unless the proof names it too: anybody may have linked it.
 * Guest devices of these tokens belong to them.
 * @param proven - The tokens that the proof names.
 */
export function provenPart(
  profile: Pick<StoredProfile, "members" | "guests" | "edges" | "history">,
  proven: ReadonlySet<LinkToken>,
): ReadonlySet<LinkToken> {
  const part = new Set(
    groupsIn(profile)
      .filter((group) => group.some((token) => proven.has(token)))
      .flat(),
  );
  const { guests, edges } = profile;
  for (const guest of guests) {
    if (edges.some(({ a, b }) => (a === guest && part.has(b)) || (b === guest && part.has(a)))) part.add(guest);
  }
  return part;
}

/** The groups of a profile that are somebody: more than one key without anything. */
function peopleIn(profile: StoredProfile): LinkToken[][] {
  const { observations, history } = profile;
  return groupsIn(profile).filter(
    (group) =>
      group.length > 1 ||
      observations.some(({ token }) => group.includes(token)) ||
      history.some(
        ({ operation }) => operation.action === "record" && operation.tokens.some((one) => group.includes(one)),
      ),
  );
}

/** Whether a proof speaks for a whole profile, so that it may join another: for everybody that is in it. */
export function isSpokenFor(profile: StoredProfile, proven: ReadonlySet<LinkToken>): boolean {
  const isProven = (token: LinkToken) => proven.has(token);
  return profile.members.some(isProven) && peopleIn(profile).every((group) => group.some(isProven));
}

/**
 * Links without a proof between what a proof speaks for and people that it does not, which it refutes. `token`: one that signed it and is
 * proven, and so may take it back.
 * @param proven - The tokens that the proof names.
 * @param linked - The tokens that the message links again.
 */
export function refutedClaims(
  profile: StoredProfile,
  proven: ReadonlySet<LinkToken>,
  linked: readonly LinkToken[],
): { readonly token: LinkToken; readonly operation: Operation }[] {
  const part = provenPart(profile, proven);
  const people = peopleIn(profile).flat();
  const isRefuted = (other: LinkToken) =>
    !part.has(other) && !linked.includes(other) && (people.includes(other) || !profile.members.includes(other));
  return profile.history.flatMap(({ operation, effective }) => {
    const token = operation.tokens.find((one) => part.has(one));
    if (!effective || token === undefined || claimedBy(operation).length === 0) return [];
    return operation.tokens.some(isRefuted) ? [{ token, operation }] : [];
  });
}

/** Whether there is more to a profile than one key that was linked just now. */
export function isExisting({
  members,
  observations,
  history,
}: Pick<StoredProfile, "members" | "observations" | "history">): boolean {
  return (
    members.length > 1 || observations.length > 0 || history.some(({ operation }) => operation.action === "record")
  );
}
