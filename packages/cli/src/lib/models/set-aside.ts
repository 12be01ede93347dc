import { type Random, shuffled } from "@sedge/models/random";
import type { LabelledRow } from "./labelled-row.ts";

/**
 * Sets aside a random share of the rows of each label, keeping file order: at least one distinct row of each label, and
 * at most as many as leave `least`. Duplicates stay together.
 */
export function setAside<Row extends LabelledRow>(
  rows: readonly Row[],
  share: number,
  least: number,
  random: Random,
): { readonly kept: Row[]; readonly aside: Row[] } {
  const labels = new Map<string, Set<string>>();
  const home = new Map<string, string>();
  for (const { label, likeness } of rows) {
    // Duplicates with another label stay with the first of them.
    const own = home.get(likeness) ?? label;
    home.set(likeness, own);
    labels.set(own, (labels.get(own) ?? new Set()).add(likeness));
  }
  const taken = new Set<string>();
  for (const kinds of labels.values()) {
    const drawn = shuffled([...kinds], random);
    const count = Math.max(0, Math.min(kinds.size - least, Math.max(1, Math.round(kinds.size * share))));
    for (const likeness of drawn.slice(0, count)) taken.add(likeness);
  }
  return {
    kept: rows.filter(({ likeness }) => !taken.has(likeness)),
    aside: rows.filter(({ likeness }) => taken.has(likeness)),
  };
}
