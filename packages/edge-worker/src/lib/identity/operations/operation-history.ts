import type { LinkToken } from "@sedge/protocol";
import { type Operation, inOrder, tokensOf, type OperationKey } from "./operation.ts";
import type { Component } from "../graph/component.ts";
import type { CannotLink } from "../graph/entities.ts";
import { landingDevice } from "../graph/guests.ts";
import { groupsOf } from "../graph/profile.ts";

/**
 * Most links and records that a component keeps; one that would have more in effect refuses them. Beside them it keeps unlinks, at most one
 * of each token where there are too many. What has no effect is history: beyond this number the oldest of it goes, and can't be
 * taken back any more. Nothing limits a person's unlinks, undos and erasures.
 */
export const MAX_OPERATIONS = 256;

/**
 * Adds to each unlink all tokens that its leaver must stay separate from, so that it does not depend on other
 * operations.
 */
function withPartings(operations: readonly Operation[], cannotLink: readonly CannotLink[]): Operation[] {
  return operations.map((operation) => {
    if (operation.action !== "unlink") return operation;
    const [leaver] = operation.tokens;
    const from = cannotLink.flatMap(([a, b]) => (a === leaver ? [b] : b === leaver ? [a] : []));
    return { ...operation, from: [...new Set([...operation.from, ...from])].sort() };
  });
}

/** Of undos by one token of one operation, all but the first. */
function repeatedUndos(operations: readonly Operation[]): Set<OperationKey> {
  const known = new Set<string>();
  const repeated = new Set<OperationKey>();
  for (const operation of inOrder(operations)) {
    if (operation.action !== "undo") continue;
    const name = `${operation.target} ${operation.tokens.join(" ")}`;
    if (known.has(name)) repeated.add(operation.key);
    known.add(name);
  }
  return repeated;
}

/** Of unlinks of one token, all but the last, which has all that it must stay separate from. */
function earlierUnlinks(operations: readonly Operation[]): Set<OperationKey> {
  const last = new Map<LinkToken | undefined, OperationKey>();
  const unlinks = inOrder(operations).filter(({ action }) => action === "unlink");
  for (const { tokens, key } of unlinks) last.set(tokens[0], key);
  return new Set(unlinks.flatMap(({ tokens, key }) => (last.get(tokens[0]) === key ? [] : [key])));
}

/**
 * Separations of a device whose landing link ended are forgotten with the link: it can be nobody's guest again, and what it links itself with
 * must not stay with those whose guest it was.
 */
function withoutFormerGuests(operations: readonly Operation[], ended: readonly Operation[]): Operation[] {
  const devices = new Set(ended.flatMap((operation) => landingDevice(operation) ?? []));
  if (devices.size === 0) return [...operations];
  return operations.map((operation) => {
    if (operation.action !== "unlink" || operation.from.length === 0) return operation;
    const isGuest = operation.tokens.some((token) => devices.has(token));
    return { ...operation, from: isGuest ? [] : operation.from.filter((token) => !devices.has(token)) };
  });
}

/**
 * The operations without those that add nothing, and, as far as there are too many, without the oldest of those that have no effect, and
 * without unlinks that a later one of the same token stands for.
 */
export function boundedOperations(
  operations: readonly Operation[],
  { effective, cannotLink, redundant }: Pick<Component, "effective" | "cannotLink" | "redundant">,
  most = MAX_OPERATIONS,
): Operation[] {
  const repeats = repeatedUndos(operations);
  const telling = withoutFormerGuests(
    operations.filter(({ key }) => !redundant.has(key) && !repeats.has(key)),
    operations.filter(({ key }) => redundant.has(key)),
  );
  // Leaving out operations without effect does not change the result of the others.
  if (telling.length <= most) return telling;
  const idle = inOrder(telling).filter(({ key }) => !effective.has(key));
  // An undo is dropped after its target, so that the target does not take effect again.
  const dropped = new Set(
    [...idle.filter(({ action }) => action !== "undo"), ...idle.filter(({ action }) => action === "undo")]
      .slice(0, telling.length - most)
      .map(({ key }) => key),
  );
  const kept = withPartings(
    telling.filter(({ key }) => !dropped.has(key)),
    cannotLink,
  );
  if (kept.length <= most) return kept;
  const earlier = earlierUnlinks(kept);
  return kept.filter(({ key }) => !earlier.has(key));
}

/**
 * The operations as if `gone` had never been. Cannot-link pairs stay separate even if the operation that separated them goes.
 *
 * @param cannotLink - The cannot-link pairs before anything goes.
 */
export function operationsWithout(
  operations: readonly Operation[],
  gone: ReadonlySet<LinkToken>,
  cannotLink: readonly CannotLink[],
): Operation[] {
  const left = (tokens: readonly LinkToken[]) => tokens.filter((token) => !gone.has(token));
  return withPartings(operations, cannotLink).flatMap((operation): Operation[] => {
    const tokens = left(operation.tokens);
    if (tokens.length === 0) return [];
    if (operation.action === "unlink") return [{ ...operation, tokens, from: left(operation.from) }];
    if (operation.action === "undo") return [{ ...operation, tokens }];
    if (operation.action === "carried") return tokens.length < 2 ? [] : [operation];
    const kinds = Object.fromEntries(
      Object.entries(operation.kinds).filter(([token]) => !gone.has(token as LinkToken)),
    );
    // One token alone is linked with nothing. But that it is a family's phone still counts in other links.
    const isEmpty = tokens.length < 2 && Object.values(kinds).every((kind) => kind === "landing-link");
    if (operation.action === "link") {
      const claims = operation.claimed && { claimed: left(operation.claimed) };
      return isEmpty ? [] : [{ ...operation, tokens, kinds, ...claims }];
    }
    if (gone.has(operation.record)) return isEmpty ? [] : [{ ...withoutRecord(operation), tokens, kinds }];
    const likenesses = operation.likenesses.filter(({ other }) => !gone.has(other));
    const contradictions = operation.contradictions?.filter(({ one, other }) => left([one, other]).length === 2);
    return [{ ...operation, tokens, kinds, likenesses, ...(contradictions && { contradictions }) }];
  });
}

/** A record's operation as a link of its identifiers, when the record itself is erased. */
function withoutRecord({
  key,
  operationId,
  at,
  sequence,
  tokens,
  kinds,
}: Operation & { action: "record" }): Operation & {
  action: "link";
} {
  return { action: "link", key, operationId, at, sequence, tokens, kinds };
}

/** The groups of tokens that operations name together: what must stay in one place. */
export function namedTogether(members: readonly LinkToken[], operations: readonly Operation[]): LinkToken[][] {
  const pairs = operations.flatMap((operation) => {
    const [first, ...others] = tokensOf(operation);
    return first === undefined ? [] : others.map((other) => ({ a: first, b: other }));
  });
  return groupsOf(members, pairs);
}
