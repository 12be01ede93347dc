import type { LinkToken, ProfileExport } from "@sedge/protocol";
import { landingDevice } from "./identity/graph/guests.ts";
import type { Operation } from "./identity/operations/operation.ts";
import type { StoredProfile } from "./identity/operations/results.ts";
import { secondsOf } from "./triggers/hour.ts";
import type { StoredRecord } from "./identity/records/record-rows.ts";
import type { Entitlements } from "./identity/shard/token-shard.ts";

/** A stored profile in the wire's shape. */
export function exportOf(
  { members, edges, observations, history, rounds, journey }: StoredProfile,
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
    rounds: [...rounds],
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

/** The part of a profile that concerns one token alone. */
export function guestExport(profile: StoredProfile, token: LinkToken): StoredProfile {
  return {
    ...profile,
    members: [token],
    guests: [token],
    edges: [],
    observations: profile.observations.filter((observation) => observation.token === token),
    history: profile.history
      .filter(({ operation }) => operation.tokens.includes(token))
      .map(({ operation, effective }) => ({ operation: { ...operation, tokens: [token] }, effective })),
    journey: {
      seen: profile.journey.seen.filter((one) => one.token === token),
      transitions: [],
      fired: [],
      webhooks: profile.journey.webhooks.filter((one) => one.token === token),
    },
  };
}
