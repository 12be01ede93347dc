import type { LinkToken } from "@sedge/protocol";
import type { Operation } from "../operations/operation.ts";
import type { CannotLink } from "./entities.ts";
import { type Evidence, LANDING_LINK_WEIGHT, sortedPair } from "./evidence.ts";

/** The device that accepted a landing link, if the operation is one. */
export function landingDevice(operation: Operation): LinkToken | undefined {
  if (operation.action !== "link") return undefined;
  return operation.tokens.find((token) => operation.kinds[token] === "landing-link");
}

/**
 * Tokens that signed a link or record of their own. A landing link joins none of them, whatever the weight of their signature
 * and whether it came before or after the landing link: the person at the device has identified themselves.
 */
export function ownSigners(operations: readonly Operation[]): Set<LinkToken> {
  const own = operations.filter(
    (operation) =>
      operation.action === "record" ||
      (operation.action === "link" && landingDevice(operation) === undefined) ||
      (operation.action === "carried" && operation.edge !== "cannot-link"),
  );
  return new Set(own.flatMap(({ tokens }) => tokens));
}

/** The evidence between a guest device and the recipient of the landing link that it accepted. */
export function landingEvidence(
  { key, operationId }: Pick<Operation, "key" | "operationId">,
  device: LinkToken,
  recipient: LinkToken,
): Evidence {
  const pair = sortedPair(device, recipient);
  return { ...pair, kind: "strong", weight: LANDING_LINK_WEIGHT, waterfall: [], key, operationId, device };
}

/** The recipient of the landing link that gave this evidence. */
export function recipientOf({ a, b, device }: Evidence): LinkToken {
  return a === device ? b : a;
}

/**
 * Adds each guest device to its recipient's entity. The entities are found first, so that a guest neither joins nor
 * separates anybody else.
 *
 * @param shared - Identifiers that many people share: their landing links join nobody.
 */
export function withGuests(
  entities: readonly (readonly LinkToken[])[],
  evidence: readonly Evidence[],
  shared: ReadonlySet<LinkToken>,
  cannotLink: readonly CannotLink[],
): LinkToken[][] {
  const landings = evidence.filter(({ device }) => device !== undefined);
  const hosts = new Map<LinkToken, readonly LinkToken[]>();
  for (const landing of landings) {
    const { device } = landing;
    const recipient = recipientOf(landing);
    const host = entities.find((entity) => entity.includes(recipient));
    if (device === undefined || host === undefined || shared.has(recipient)) continue;
    // A guest's guest would join two people's devices.
    if (landings.some((other) => other.device === recipient)) continue;
    const isSeparate = cannotLink.some(
      ([one, other]) => (one === device && host.includes(other)) || (other === device && host.includes(one)),
    );
    if (!isSeparate) hosts.set(device, host);
  }
  return entities
    .filter(([first, second]) => second !== undefined || first === undefined || !hosts.has(first))
    .map((entity) => [...entity, ...[...hosts].flatMap(([device, host]) => (host === entity ? [device] : []))].sort())
    .sort(([one = ""], [other = ""]) => (one < other ? -1 : 1));
}
