import { textModelInput } from "@sedge/features/text";
import type { TextModelManifest } from "@sedge/features/text-model-manifest";
import { type DenseNetwork, dequantise, forward } from "@sedge/features/dense-network";

/** A text model as it ships. */
export interface TextModel {
  readonly manifest: TextModelManifest;
  readonly weights: Uint8Array;
}

/** The logits of a text by the shipped bytes, the layers in float64: the reference that every backend reproduces. */
export function textReference({ manifest, weights }: Pick<TextModel, "weights"> & { manifest: TextModelPart }) {
  const network: DenseNetwork = dequantise({ layers: manifest.layers, bytes: weights });
  return (text: string): Float64Array => forward(network, textModelInput(manifest, weights, text));
}

/** What of a manifest the reference needs. */
export type TextModelPart = Pick<TextModelManifest, "grams" | "table" | "layers">;
