import type { LinkToken, ProfileExport } from "@sedge/protocol";
import { landingDevice } from "./identity/graph/guests.ts";
import type { Operation } from "./identity/operations/operation.ts";
import type { StoredProfile } from "./identity/operations/results.ts";
import { secondsOf } from "./triggers/hour.ts";
import type { StoredRecord } from "./identity/records/record-rows.ts";
import type { Entitlements } from "./identity/shard/token-shard.ts";

/** A stored profile in the wire's shape. */
export function exportOf(
  { members, edges, observations, history, drawn, journey }: StoredProfile,
  records: readonly StoredRecord[],
  { registered, landingLinks }: Entitlements,
): Omit<ProfileExport, "receipts" | "assignment"> {
  const isMember = (token: LinkToken) => members.includes(token);
  return {
    tokens: [...members],
    edges: edges.flatMap(({ operations: [first, ...others], ...edge }) =>
      first === undefined ? [] : [{ ...edge, operationId: first, operations: [first, ...others] }],
    ),
    observations: observations.map(({ token, channel, codeword }) => ({ token, channel, codeword })),
    history: history.map(({ operation, effective }) => ({
      operationId: operation.operationId,
      action: actionOf(operation),
      // A landing link's device and recipient have not signed together, and know nothing of each other.
      tokens: landingDevice(operation) === undefined ? operation.tokens : operation.tokens.filter(isMember),
      at: operation.at,
      effective,
      declined: operation.action === "record" ? operation.declined : [],
    })),
    rounds: [...new Set(drawn.map(({ round }) => round))],
    journey: {
      seen: journey.seen.map(({ token, channel, hour }) => ({ token, channel, at: secondsOf(hour) })),
      transitions: journey.transitions,
      fired: journey.fired.map(({ rule, hour }) => ({ rule, at: secondsOf(hour) })),
      webhooks: journey.webhooks,
    },
    knownBy: registered.map(({ token, channel }) => ({ token, channel })),
    // The link's own token opens nothing for the owner, so the export names the recipient.
    landingLinks: landingLinks.map(({ recipient, until }) => ({ token: recipient, until })),
    records: records.map(({ token, channel, fields }) => ({ token, channel, fields })),
  };
}

/** What a carried edge was made by: the holder of the successor knows it as that. */
function actionOf(operation: Operation): ProfileExport["history"][number]["action"] {
  if (operation.action !== "carried") return operation.action;
  return operation.edge === "cannot-link" ? "unlink" : operation.edge === "fuzzy" ? "record" : "link";
}

/** Whether a token is a guest device of the profile: nothing but a landing link joins it. */
export function isGuest({ guests }: Pick<StoredProfile, "guests">, token: LinkToken): boolean {
  return guests.includes(token);
}

/** The part of a profile that concerns these tokens alone: what it knows as a whole is left out, unless they are all. */
export function partExport(profile: StoredProfile, part: readonly LinkToken[]): StoredProfile {
  const isPart = (token: LinkToken) => part.includes(token);
  if (profile.members.every(isPart)) return profile;
  return {
    members: profile.members.filter(isPart),
    guests: profile.guests.filter(isPart),
    edges: profile.edges.filter(({ a, b }) => isPart(a) && isPart(b)),
    observations: profile.observations.filter(({ token }) => isPart(token)),
    history: profile.history
      .filter(({ operation }) => operation.tokens.some(isPart))
      .map(({ operation, effective }) => ({
        operation: { ...operation, tokens: operation.tokens.filter(isPart) },
        effective,
      })),
    drawn: profile.drawn.filter(({ token }) => isPart(token)),
    journey: {
      seen: profile.journey.seen.filter(({ token }) => isPart(token)),
      transitions: [],
      fired: [],
      webhooks: profile.journey.webhooks.filter(({ token }) => isPart(token)),
    },
  };
}
