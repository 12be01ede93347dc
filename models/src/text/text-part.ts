import { type Random, shuffled } from "../random.ts";
import type { TextRow } from "./text-plan.ts";

/** Takes a share of each label's rows away, at random but the same for the same seed. Order is kept. */
export function heldOut(
  rows: readonly TextRow[],
  share: number,
  random: Random,
): { readonly kept: TextRow[]; readonly held: TextRow[] } {
  const byLabel = new Map<string, number[]>();
  rows.forEach(({ labels }, index) => {
    const key = labels.join("\n");
    byLabel.set(key, [...(byLabel.get(key) ?? []), index]);
  });
  const held = new Set<number>();
  for (const indices of byLabel.values()) {
    for (const index of shuffled(indices, random).slice(0, Math.round(indices.length * share))) held.add(index);
  }
  return {
    kept: rows.filter((_, index) => !held.has(index)),
    held: rows.filter((_, index) => held.has(index)),
  };
}
