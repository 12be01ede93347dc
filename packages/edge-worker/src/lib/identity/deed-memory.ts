import type { LinkToken } from "@sedge/protocol";
import { type Deed, inOrder, tokensOf } from "./deed.ts";
import type { OperationKey } from "./operation-key.ts";
import type { Apart } from "./persons.ts";
import { groupsOf } from "./profile.ts";

/**
 * Most deeds that a component keeps. What has an effect is bounded by the component's tokens; the rest is history, and
 * beyond this number the oldest of it goes, and can't be taken back any more.
 */
export const MAX_DEEDS = 256;

/** Each unlink with all tokens that its leaver is kept from, so that it needs no other deed to say so. */
function withPartings(deeds: readonly Deed[], apart: readonly Apart[]): Deed[] {
  return deeds.map((deed) => {
    if (deed.action !== "unlink") return deed;
    const [leaver] = deed.tokens;
    const from = apart.flatMap(([a, b]) => (a === leaver ? [b] : b === leaver ? [a] : []));
    return { ...deed, from: [...new Set([...deed.from, ...from])].sort() };
  });
}

/**
 * The deeds without those that have no effect, oldest first, as far as there are too many.
 *
 * @param holding - The deeds that have an effect.
 * @param apart - The pairs that are kept apart, and stay so.
 */
export function boundedDeeds(
  deeds: readonly Deed[],
  holding: ReadonlySet<OperationKey>,
  apart: readonly Apart[],
): Deed[] {
  const surplus = deeds.length - MAX_DEEDS;
  if (surplus <= 0) return [...deeds];
  const idle = inOrder(deeds).filter(({ key }) => !holding.has(key));
  // An undo goes after what it takes back, so that this does not come to hold again.
  const dropped = new Set(
    [...idle.filter(({ action }) => action !== "undo"), ...idle.filter(({ action }) => action === "undo")]
      .slice(0, surplus)
      .map(({ key }) => key),
  );
  return withPartings(
    deeds.filter(({ key }) => !dropped.has(key)),
    apart,
  );
}

/**
 * The deeds as if `gone` had never been. Pairs that were kept apart by what goes with them stay apart.
 *
 * @param apart - The pairs that are kept apart while all deeds are there.
 */
export function deedsWithout(deeds: readonly Deed[], gone: ReadonlySet<LinkToken>, apart: readonly Apart[]): Deed[] {
  const left = (tokens: readonly LinkToken[]) => tokens.filter((token) => !gone.has(token));
  return withPartings(deeds, apart).flatMap((deed): Deed[] => {
    const tokens = left(deed.tokens);
    if (tokens.length === 0) return [];
    if (deed.action === "unlink") return [{ ...deed, tokens, from: left(deed.from) }];
    if (deed.action === "undo") return [{ ...deed, tokens }];
    const kinds = Object.fromEntries(Object.entries(deed.kinds).filter(([token]) => !gone.has(token as LinkToken)));
    if (deed.action === "link") return tokens.length < 2 ? [] : [{ ...deed, tokens, kinds }];
    if (gone.has(deed.record)) return tokens.length < 2 ? [] : [{ ...withoutRecord(deed), tokens, kinds }];
    return [{ ...deed, tokens, kinds, likenesses: deed.likenesses.filter(({ other }) => !gone.has(other)) }];
  });
}

/** What a record's deed says of its identifiers, when the record itself is gone. */
function withoutRecord({ key, operationId, at, sequence, tokens, kinds }: Deed & { action: "record" }): Deed & {
  action: "link";
} {
  return { action: "link", key, operationId, at, sequence, tokens, kinds };
}

/** The groups of tokens that deeds name together: what must stay in one place. */
export function namedTogether(members: readonly LinkToken[], deeds: readonly Deed[]): LinkToken[][] {
  const pairs = deeds.flatMap((deed) => {
    const [first, ...others] = tokensOf(deed);
    return first === undefined ? [] : others.map((other) => ({ a: first, b: other }));
  });
  return groupsOf(members, pairs);
}
