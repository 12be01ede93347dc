import { textFeatures, type TextGrams, textRow } from "@sedge/features/text";
import type { BagRows, BagShape } from "./bag-network.ts";

/** The table rows of a text's features: all of the first part, then all of the second, and so on. */
export function bagRows(text: string, grams: TextGrams, { parts, buckets }: BagShape): BagRows {
  const features = textFeatures(text, grams);
  const rows = new Int32Array(parts * features.length);
  for (let part = 0; part < parts; part += 1) {
    features.forEach((hash, index) => {
      rows[part * features.length + index] = part * buckets + textRow(hash, part, buckets);
    });
  }
  return rows;
}
