import { type Random, shuffled } from "../random.ts";

export type Parts<Item> = Readonly<Record<"train" | "validation" | "test", Item[]>>;

/**
 * 70 % train, 15 % validation, 15 % test, each class by itself, drawn at random. A class of fewer than seven items may
 * be missing from a part.
 */
export function stratifiedSplit<Item>(
  items: readonly Item[],
  classOf: (item: Item) => string,
  random: Random,
): Parts<Item> {
  const parts: Parts<Item> = { train: [], validation: [], test: [] };
  const classes = new Map<string, Item[]>();
  for (const item of items) {
    const members = classes.get(classOf(item)) ?? [];
    members.push(item);
    classes.set(classOf(item), members);
  }
  for (const members of classes.values()) {
    const drawn = shuffled(members, random);
    const held = Math.round(drawn.length * 0.15);
    parts.validation.push(...drawn.slice(0, held));
    parts.test.push(...drawn.slice(held, 2 * held));
    parts.train.push(...drawn.slice(2 * held));
  }
  return parts;
}
