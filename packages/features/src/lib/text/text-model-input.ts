import type { TextModelManifest } from "../../text-model-manifest.ts";
import { textFeatures } from "./text-features.ts";
import { textPool } from "./text-pool.ts";

/** The part of a manifest that says what goes in. */
export type TextModelInputs = Pick<TextModelManifest, "grams" | "table">;

/**
 * The network's input for a text: a vector as long as the first layer's inputs. `weights`: the model's whole weights
 * file, its hash checked already. Text beyond `MAX_TEXT_CHARS` or `MAX_TEXT_WORDS` is not read.
 */
export function textModelInput(
  { grams, table }: TextModelInputs,
  weights: Uint8Array,
  text: string,
): Float32Array<ArrayBuffer> {
  return textPool(table, weights, textFeatures(text, grams));
}
