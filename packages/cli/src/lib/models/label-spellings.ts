/** What two labels have in common that differ only in case, spaces, hyphens or underscores. */
export function labelKey(label: string): string {
  return label
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, " ")
    .trim();
}

/** Labels of a table that differ only in spelling. */
export interface LabelSpellings {
  /** The most frequent spelling of a label; the label itself if it is new. */
  readonly of: (label: string) => string;
  /** A sentence part for each label with several spellings, such as `"refund" (300), "REFUND" (40)`. */
  readonly variants: readonly string[];
}

/** The spellings of labels. `outside`: the label that is not a class; its own spelling is the one that counts. */
export function labelSpellings(labels: readonly string[], outside?: string): LabelSpellings {
  const found = new Map<string, Map<string, number>>();
  for (const label of labels) {
    const spellings = found.get(labelKey(label)) ?? new Map<string, number>();
    found.set(labelKey(label), spellings.set(label, (spellings.get(label) ?? 0) + 1));
  }
  const chosen = new Map<string, string>();
  const variants: string[] = [];
  for (const [key, counts] of found) {
    const spellings = [...counts].toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
    const isOutside = outside !== undefined && key === labelKey(outside);
    chosen.set(key, isOutside ? outside : (spellings[0]?.[0] ?? key));
    if (spellings.length > 1 || (isOutside && spellings[0]?.[0] !== outside)) {
      const named = spellings.map(([label, count]) => `"${label}" (${count.toLocaleString("en")})`).join(", ");
      variants.push(isOutside ? `${named}, of which only "${outside}" means out of scope` : named);
    }
  }
  return { of: (label) => chosen.get(labelKey(label)) ?? label, variants };
}
