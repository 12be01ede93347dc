import { randomInt } from "node:crypto";

/** Keys so many that two of a million items hardly ever get one. */
const KEYS = 2 ** 47;

/** The same in an order that tells of no other, by the system's randomness. */
export function shuffled<Item>(items: readonly Item[]): Item[] {
  const drawn = items.map((item) => ({ item, key: randomInt(KEYS) }));
  return drawn.toSorted((a, b) => a.key - b.key).map(({ item }) => item);
}
