import type { LinkToken } from "@sedge/protocol";
import { type Operation, inOrder, tokensOf, type OperationKey } from "./operation.ts";
import type { CannotLink } from "../graph/entities.ts";
import { groupsOf } from "../graph/profile.ts";

/**
 * Most operations that a component keeps. What has an effect is bounded by the component's tokens; the rest is history, and
 * beyond this number the oldest of it goes, and can't be taken back any more.
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

/**
 * The operations without those that have no effect, oldest first, as far as there are too many.
 *
 * @param effective - The operations that have an effect.
 * @param cannotLink - The pairs that must stay separate.
 */
export function boundedOperations(
  operations: readonly Operation[],
  effective: ReadonlySet<OperationKey>,
  cannotLink: readonly CannotLink[],
): Operation[] {
  const surplus = operations.length - MAX_OPERATIONS;
  if (surplus <= 0) return [...operations];
  const idle = inOrder(operations).filter(({ key }) => !effective.has(key));
  // An undo is dropped after its target, so that the target does not take effect again.
  const dropped = new Set(
    [...idle.filter(({ action }) => action !== "undo"), ...idle.filter(({ action }) => action === "undo")]
      .slice(0, surplus)
      .map(({ key }) => key),
  );
  return withPartings(
    operations.filter(({ key }) => !dropped.has(key)),
    cannotLink,
  );
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
    if (operation.action === "link") return isEmpty ? [] : [{ ...operation, tokens, kinds }];
    if (gone.has(operation.record)) return isEmpty ? [] : [{ ...withoutRecord(operation), tokens, kinds }];
    return [{ ...operation, tokens, kinds, likenesses: operation.likenesses.filter(({ other }) => !gone.has(other)) }];
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
