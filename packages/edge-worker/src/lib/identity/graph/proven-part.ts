import type { LinkToken } from "@sedge/protocol";
import { type Operation, tokensOf } from "../operations/operation.ts";
import type { StoredProfile } from "../operations/results.ts";

type History = StoredProfile["history"];

/** The tokens that joined others by their own keys alone, by this operation. */
function claimedBy(operation: Operation): readonly LinkToken[] {
  return "claimed" in operation ? operation.claimed : [];
}

/**
 * The tokens of a profile that a proof speaks for: those that it names, and what proofs, connectors and records have joined to them. What
 * joined by its own key alone is none of it, in either direction, unless the proof names it too: anybody may have linked it.
 * Guest devices of these tokens belong to them.
 * @param proven - The tokens that the proof names.
 */
export function provenPart(
  { members, guests, edges, history }: Pick<StoredProfile, "members" | "guests" | "edges" | "history">,
  proven: ReadonlySet<LinkToken>,
): ReadonlySet<LinkToken> {
  const isUnclaimed = ({ a, b, operations }: StoredProfile["edges"][number]) =>
    history.some(({ operation, effective }) => {
      const names = tokensOf(operation);
      if (!effective || !operations.includes(operation.operationId) || !names.includes(a) || !names.includes(b)) {
        return false;
      }
      const claimed = claimedBy(operation);
      return !claimed.includes(a) && !claimed.includes(b);
    });
  const unclaimed = edges.filter((edge) => edge.kind !== "household" && isUnclaimed(edge));
  const part = new Set(members.filter((token) => proven.has(token) && !guests.includes(token)));
  // A set's loop also visits what is added meanwhile.
  for (const token of part) {
    for (const { a, b } of unclaimed) {
      const other = a === token ? b : b === token ? a : undefined;
      // Nothing goes through a guest.
      if (other !== undefined && members.includes(other) && !guests.includes(token)) part.add(other);
    }
  }
  return part;
}

/** The links in effect by which the token joined others by its own key alone, and the tokens that it joined. */
export function claimsOf(token: LinkToken, history: History) {
  return history.flatMap(({ operation, effective }) => {
    const claimed = claimedBy(operation);
    if (!effective || !claimed.includes(token)) return [];
    return [{ operationId: operation.operationId, hosts: operation.tokens.filter((one) => !claimed.includes(one)) }];
  });
}

/** The claims of a token that a proof does not cover: of what the token joined, nothing is proven. */
export function unprovenClaims(
  token: LinkToken,
  history: History,
  proven: ReadonlySet<LinkToken>,
): ReturnType<typeof claimsOf> {
  return claimsOf(token, history).filter(
    ({ hosts }) => hosts.length > 0 && !hosts.some((host) => isSure(host, history, proven)),
  );
}

/**
 * Whether a proof's token says who the profile's person is. One that joined by its own key alone does so only together with a token that
 * it joined, else a stranger who is signed in would link a key of their own to a known address, and join that to a profile of theirs.
 */
function isSure(
  token: LinkToken,
  history: History,
  proven: ReadonlySet<LinkToken>,
  known = new Map<LinkToken, boolean>(),
): boolean {
  const before = known.get(token);
  if (before !== undefined) return before;
  // Tokens that claim each other in a circle prove nothing.
  known.set(token, false);
  const isGood =
    proven.has(token) &&
    claimsOf(token, history).every(
      ({ hosts }) => hosts.length === 0 || hosts.some((host) => isSure(host, history, proven, known)),
    );
  known.set(token, isGood);
  return isGood;
}

/** Whether a proof speaks for a whole profile, so that it may join another. */
export function isSpokenFor(
  { members, history }: Pick<StoredProfile, "members" | "history">,
  proven: ReadonlySet<LinkToken>,
): boolean {
  return members.some((token) => isSure(token, history, proven));
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
