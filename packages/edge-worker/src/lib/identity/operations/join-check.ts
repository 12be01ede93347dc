import type { LinkToken } from "@sedge/protocol";
import { isExisting, isSpokenFor } from "../graph/proven-part.ts";
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

  /** Whether a link may be applied. What it adds to a profile that its proof does not speak for must be marked as claimed. */
  mayLink({ tokens, claimed = [] }: LinkOperation, proven: ReadonlySet<LinkToken>): boolean {
    const existing = this.#existing(new Set(tokens.map((token) => this.#numberOf(token))));
    const unproven = existing.filter((profile) => !isSpokenFor(profile, proven));
    const [only] = unproven;
    if (only === undefined) return true;
    return existing.length === 1 && tokens.every((token) => only.members.includes(token) || claimed.includes(token));
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
    return groups.every((group) => {
      const existing = this.#existing(group);
      return existing.length < 2 || existing.every((profile) => isSpokenFor(profile, proven));
    });
  }

  /** The profile of a token that is somebody's own; undefined for a guest device, which its signature ends. */
  #numberOf(token: LinkToken): number | undefined {
    const { components } = this.#rows;
    return components.guests(components.of(token)).has(token) ? undefined : this.#rows.of(token);
  }

  #existing(numbers: ReadonlySet<number | undefined>): StoredProfile[] {
    return [...numbers].flatMap((number) => {
      const profile = number === undefined ? undefined : this.#rows.load(number);
      return profile && isExisting(profile) ? [profile] : [];
    });
  }
}
