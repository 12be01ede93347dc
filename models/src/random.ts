export { normal, xorshift128 as randomFrom } from "@sedge/clustering/random";

/** A source of numbers in [0, 1). */
export type Random = () => number;

/** The items in a random order. */
export function shuffled<Item>(items: readonly Item[], random: Random): Item[] {
  return items
    .map((item) => ({ item, key: random() }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ item }) => item);
}
