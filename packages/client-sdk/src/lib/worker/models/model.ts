import { ModelManifest } from "@sedge/features/model-manifest";
import * as v from "valibot";
import { type DenseLayer, denseLayers } from "../tensor/dense-layer.ts";

/** A model that is ready to run: its manifest, and its layers decoded. */
export interface Model {
  readonly manifest: ModelManifest;
  readonly layers: readonly DenseLayer[];
}

/** The model of a manifest and its verified weights file. Throws ValiError or RangeError where they do not fit. */
export function modelOf(manifest: unknown, weights: Uint8Array): Model {
  const parsed = v.parse(ModelManifest, manifest);
  return { manifest: parsed, layers: denseLayers(parsed, weights) };
}
