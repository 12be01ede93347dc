import { ModelManifest } from "@sedge/features/model-manifest";
import * as v from "valibot";
import type { Store } from "../storage/store.ts";
import type { Send } from "../wire/wire.ts";
import { type Model, modelOf } from "./model.ts";
import { type LoadedModel, loadFrom } from "./model-source.ts";

/**
 * Loads one session model. Its manifest comes with the worker's own code, so that the hash it states is as trustworthy as the
 * code; see `loadFrom` for what happens to its weights.
 */
export async function loadModel(shipped: unknown, store: Store, send: Send): Promise<LoadedModel<Model>> {
  const manifest = v.parse(ModelManifest, shipped);
  const { name } = manifest;
  return loadFrom({ manifest, folder: `models/${name}/`, storedAs: `model:${name}`, open: modelOf }, store, send);
}
