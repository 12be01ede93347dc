import { randomInt } from "node:crypto";

/** Large enough that equal keys among a million items are very unlikely. */
const KEYS = 2 ** 47;

/** A copy in random order, from the system's random source. */
export function shuffled<Item>(items: readonly Item[]): Item[] {
  const drawn = items.map((item) => ({ item, key: randomInt(KEYS) }));
  return drawn.toSorted((a, b) => a.key - b.key).map(({ item }) => item);
}
