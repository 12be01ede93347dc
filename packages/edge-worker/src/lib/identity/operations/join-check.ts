import type { LinkToken } from "@sedge/protocol";
import { isClaim, isExisting, isSpokenFor } from "../graph/proven-part.ts";
import type { ProfileRows } from "../graph/profile-rows.ts";
import type { LinkOperation } from "./operation.ts";
import type { StoredProfile } from "./results.ts";

/**
 * Decides what a page's operation may join, in the same step that applies it, so that nothing comes between the two: of several existing
 * profiles its proof of control must speak for each.
 */
export class JoinCheck {
  readonly #rows: ProfileRows;

  constructor(rows: ProfileRows) {
    this.#rows = rows;
  }

  /**
   * Whether a link may be applied. A claim that does not count, as it is about an identifier that many people share, may count again
   * when others leave that, so its other end is looked at too.
   */
  mayLink({ tokens }: Pick<LinkOperation, "tokens">, proven: ReadonlySet<LinkToken>): boolean {
    const profiles = this.#load(new Set(tokens.map((token) => this.#numberOf(token))));
    const isJoin = profiles.filter(isExisting).length > 1;
    const further = new Set(
      profiles.filter((profile) => isJoin || !isExisting(profile)).flatMap((profile) => this.#idleClaims(profile)),
    );
    const known = new Set(profiles.flatMap(({ members }) => members));
    const others = this.#load(further).filter(({ members }) => !members.some((token) => known.has(token)));
    return areSpokenFor([...profiles, ...others], proven);
  }

  /** The profile of each token of a component; guest devices, which are nobody's, are left out. */
  profilesIn(component: number): ReadonlyMap<LinkToken, number> {
    const { components } = this.#rows;
    const guests = components.guests(component);
    const own = components.members(component).filter(({ token }) => !guests.has(token));
    return new Map(own.map(({ token, profile }) => [token, profile]));
  }

  /** The groups of earlier profiles that are one now. */
  joined(
    before: ReadonlyMap<LinkToken, number>,
    now: readonly (readonly LinkToken[])[],
    guests: ReadonlySet<LinkToken>,
  ): ReadonlySet<number>[] {
    const groups = now.map(
      (tokens) => new Set(tokens.flatMap((token) => (guests.has(token) ? [] : (before.get(token) ?? [])))),
    );
    return groups.filter(({ size }) => size > 1);
  }

  /** Whether profiles may come together again by an undo. Asked before it is applied. */
  mayBring(groups: readonly ReadonlySet<number>[], proven: ReadonlySet<LinkToken>): boolean {
    return groups.every((group) => areSpokenFor(this.#load(group), proven));
  }

  /** The profile of a token that is somebody's own; undefined for a guest device, which its signature ends. */
  #numberOf(token: LinkToken): number | undefined {
    const { components } = this.#rows;
    return components.guests(components.of(token)).has(token) ? undefined : this.#rows.of(token);
  }

  /** The profiles at the other ends of claims that do not count now. */
  #idleClaims({ members, edges, history }: StoredProfile): number[] {
    return edges.flatMap((edge) => {
      if (edge.kind !== "household" || !isClaim(edge, history)) return [];
      return this.#numberOf(members.includes(edge.a) ? edge.b : edge.a) ?? [];
    });
  }

  #load(numbers: ReadonlySet<number | undefined>): StoredProfile[] {
    return [...numbers].flatMap((number) => (number === undefined ? [] : [this.#rows.load(number)]));
  }
}

/** Whether profiles may be joined: at most one is existing, or the proof speaks for each that is. */
export function areSpokenFor(profiles: readonly StoredProfile[], proven: ReadonlySet<LinkToken>): boolean {
  const existing = profiles.filter(isExisting);
  return existing.length < 2 || existing.every((profile) => isSpokenFor(profile, proven));
}
