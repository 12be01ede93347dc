import { ModelManifest } from "@sedge/features/model-manifest";
import * as v from "valibot";
import type { Store } from "../storage/store.ts";
import type { StoredFile } from "../storage/stored-file.ts";
import type { Send } from "../wire/wire.ts";
import { findFile } from "../storage/found-file.ts";
import { jsonOf } from "../wire/edge-answer.ts";
import { type Model, modelOf } from "./model.ts";

/** A model, or none; and what to tell the page if it is not the shipped one. */
export interface LoadedModel {
  readonly model: Model | undefined;
  readonly problem: { readonly code: string; readonly message: string } | undefined;
}

/**
 * Loads one model: the manifest comes with the worker's own code, so the hash it states is as trustworthy as the code;
 * the weights come from storage or the static folder and are verified against it. With bad weights the last good
 * model of that name serves; without one, classification goes on without it.
 */
export async function loadModel(shipped: unknown, store: Store, send: Send): Promise<LoadedModel> {
  const manifest = v.parse(ModelManifest, shipped);
  const { name, weights } = manifest;
  const { file, failure } = await findFile(store.files, {
    name: `model:${name}`,
    sha256: weights.sha256,
    description: JSON.stringify(manifest),
    fetch: () => send({ asset: `models/${name}/${weights.file}`, maxBytes: weights.bytes }),
  });
  const why = failure === "hash-mismatch" ? "failed its hash and was refused" : "could not be fetched";
  const instead = file ? "the last good one serves" : "classification goes on without it";
  return {
    model: file && modelIn(file),
    problem: failure && { code: `model-${failure}`, message: `Model ${name} ${why}; ${instead}.` },
  };
}

/** A stored file as a model; undefined where an older version's manifest is not understood any more. */
function modelIn({ description, bytes }: StoredFile): Model | undefined {
  try {
    return modelOf(jsonOf(new TextEncoder().encode(description)), bytes);
  } catch {
    return undefined;
  }
}
