import { wordsOf } from "@sedge/features/text";
import { type Random, shuffled } from "../random.ts";
import type { TextRow } from "./text-plan.ts";

/** Texts of a label with at least this share of their words in common say the same in other words. */
const ALIKE = 0.5;

/**
 * Each row's part of cross-fitting, 0 to `folds` - 1. Texts of a label that are much alike stay together: a network
 * that learnt from one of them would be surer of the others than of a new text. Parts of a label are about as large as
 * each other.
 */
export function foldsOf(rows: readonly TextRow[], folds: number, random: Random): number[] {
  const labels = new Map<string, number[]>();
  rows.forEach(({ labels: own }, index) => {
    const key = own.join("\n");
    labels.set(key, [...(labels.get(key) ?? []), index]);
  });
  const words = rows.map(({ text }) => new Set(wordsOf(text).map(({ word }) => word.toLowerCase())));
  const fold: number[] = rows.map(() => 0);
  let turn = 0;
  for (const indices of labels.values()) {
    const sizes = Array.from({ length: folds }, () => 0);
    for (const group of alike(shuffled(indices, random), words)) {
      // Starting at another part for each label, so that labels of few texts do not all end in the first.
      const places = Array.from({ length: folds }, (_, place) => (place + turn) % folds);
      const smallest = places.reduce((least, place) => ((sizes[place] ?? 0) < (sizes[least] ?? 0) ? place : least));
      sizes[smallest] = (sizes[smallest] ?? 0) + group.length;
      for (const index of group) fold[index] = smallest;
    }
    turn += 1;
  }
  return fold;
}

/** Groups of texts that are like their first, the largest first. */
function alike(indices: readonly number[], words: readonly ReadonlySet<string>[]): number[][] {
  const groups: number[][] = [];
  for (const index of indices) {
    const own = words[index] ?? new Set();
    const home = groups.find(([first = 0]) => likeness(words[first] ?? new Set(), own) >= ALIKE);
    if (home) home.push(index);
    else groups.push([index]);
  }
  return groups.toSorted((a, b) => b.length - a.length);
}

/** Jaccard's index: words in common, of all words of the two. */
function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let common = 0;
  for (const word of a) common += Number(b.has(word));
  const all = a.size + b.size - common;
  return all === 0 ? 1 : common / all;
}
