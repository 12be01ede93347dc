import { TextModelManifest } from "@sedge/features/text-model-manifest";
import * as v from "valibot";
import { type DenseLayer, denseLayers } from "../tensor/dense-layer.ts";

/** A text model that is ready to run: its manifest, its table (in the weights file), and its layers decoded. */
export interface TextModel {
  readonly manifest: TextModelManifest;
  readonly layers: readonly DenseLayer[];
  readonly weights: Uint8Array;
}

/** The model of a manifest and its verified weights file. Throws ValiError or RangeError where they do not fit. */
export function textModelOf(manifest: unknown, weights: Uint8Array): TextModel {
  const parsed = v.parse(TextModelManifest, manifest);
  return { manifest: parsed, layers: denseLayers(parsed, weights), weights };
}
