/** Most that any count of a session reaches. Above it more says nothing, and every sum stays an exact number. */
export const MAX_COUNT = 1_000_000;

/** One more, up to `MAX_COUNT`. */
export function oneMore(count: number): number {
  return Math.min(count + 1, MAX_COUNT);
}

/** A copy of `counts` in which `key` has one more. */
export function tally<Key extends string>(counts: Record<Key, number>, key: Key): Record<Key, number> {
  return { ...counts, [key]: oneMore(counts[key]) };
}
