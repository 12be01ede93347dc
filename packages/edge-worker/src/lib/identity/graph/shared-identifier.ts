import type { LinkToken, TokenKind } from "@sedge/protocol";
import type { Evidence } from "./evidence.ts";
import { isShareable } from "./evidence.ts";
import { groupsOf } from "./profile.ts";

/**
 * Most entities that a phone or loyalty number can join by itself. A person has perhaps three e-mail addresses or
 * accounts that nothing else connects; a fourth makes the number a household's.
 */
export const MAX_PEOPLE_OF_SHAREABLE = 3;
/** The same for an identifier of unknown kind, which may be an e-mail address. */
export const MAX_PEOPLE_OF_OTHER = 8;

/** Identifiers that many people share. */
export interface Shared {
  /** By evidence that nobody could make up: they join nobody. */
  readonly proven: ReadonlySet<LinkToken>;
  /** By all evidence: what joined them by its own key alone joins nobody. So strangers' keys part nobody from an address that they know. */
  readonly all: ReadonlySet<LinkToken>;
}

/** @param records - Tokens of records, which are not identifiers. */
export function sharedIdentifiers(
  evidence: readonly Evidence[],
  kinds: ReadonlyMap<LinkToken, TokenKind>,
  records: ReadonlySet<LinkToken>,
): Shared {
  const all = sharedBy(evidence, kinds, records);
  const proven = evidence.filter(({ isClaim }) => !isClaim);
  return { all, proven: proven.length === evidence.length ? all : sharedBy(proven, kinds, records) };
}

/** Evidence without claims about what many people share. */
export function countedEvidence(evidence: readonly Evidence[], { all }: Pick<Shared, "all">): Evidence[] {
  return evidence.filter(({ a, b, isClaim }) => !isClaim || (!all.has(a) && !all.has(b)));
}

/**
 * Identifiers that more people share than one person has identifiers: a family's phone, a shop's own loyalty card, a
 * device in a library. Entities are counted without the identifier itself: an entity is a group of its neighbours that
 * other evidence connects, and that has an identifier of its own or a record that contradicts another group's. During a
 * key rotation an identifier has a token of each epoch; both are left out, because each would connect what the other
 * does.
 */
function sharedBy(
  evidence: readonly Evidence[],
  kinds: ReadonlyMap<LinkToken, TokenKind>,
  records: ReadonlySet<LinkToken>,
): Set<LinkToken> {
  const neighbours = new Map<LinkToken, Set<LinkToken>>();
  const note = (token: LinkToken, other: LinkToken) => {
    const known = neighbours.get(token);
    if (known) known.add(other);
    else neighbours.set(token, new Set([other]));
  };
  for (const { a, b, kind } of evidence) {
    if (kind !== "strong") continue;
    note(a, b);
    note(b, a);
  }
  const isTwin = (token: LinkToken, other: LinkToken) =>
    token === other ||
    (isShareable(kinds.get(token)) &&
      kinds.get(token) === kinds.get(other) &&
      neighbours.get(token)?.has(other) === true);
  const shared = new Set<LinkToken>();
  for (const [token, its] of neighbours) {
    if (records.has(token)) continue;
    const limit = isShareable(kinds.get(token)) ? MAX_PEOPLE_OF_SHAREABLE : MAX_PEOPLE_OF_OTHER;
    if (its.size <= limit) continue;
    const rest = evidence.filter(({ a, b }) => !isTwin(token, a) && !isTwin(token, b));
    const isEntity = (group: readonly LinkToken[]): boolean =>
      group.some(
        (member) =>
          (!records.has(member) && !isShareable(kinds.get(member))) ||
          rest.some(({ a, b, weight }) => weight < 0 && (a === member || b === member)),
      );
    const joining = rest.filter(({ weight }) => weight > 0);
    const everybody = [...new Set([...its, ...joining.flatMap(({ a, b }) => [a, b])])].sort();
    const people = groupsOf(everybody, joining).filter((group) => group.some((member) => its.has(member)));
    if (people.filter(isEntity).length > limit) shared.add(token);
  }
  return shared;
}
