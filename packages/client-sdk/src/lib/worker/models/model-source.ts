import type { SedgeErrorCode } from "../../sedge-error-code.ts";
import type { ModelManifest } from "@sedge/features/model-manifest";
import { findFile } from "../storage/found-file.ts";
import type { Store } from "../storage/store.ts";
import { jsonOf, type Send } from "../wire/wire.ts";

/** Where a model's weights come from, and what is made of them. */
export interface ModelSource<Model> {
  /** Parsed, and as trustworthy as what it came with: the worker's own code, or a file of a pinned hash. */
  readonly manifest: Pick<ModelManifest, "name" | "weights">;
  /** Folder of the weights file, from the assets' folder or as a full address; ends with a slash. */
  readonly folder: string;
  /** Name of the weights in storage. */
  readonly storedAs: string;
  /** The model of a manifest, as it was stored, and its verified weights. Throws where they do not fit. */
  readonly open: (manifest: unknown, weights: Uint8Array) => Model;
}

/** A model, or none; and what to report to the page if it is not the requested one. */
export interface LoadedModel<Model> {
  readonly model: Model | undefined;
  readonly problem: { readonly code: SedgeErrorCode; readonly message: string } | undefined;
}

/**
 * Loads one model's weights from storage or from its folder, and verifies them against the hash that its manifest states. With
 * bad weights the last good model of that name serves; without one, the worker continues without the model.
 */
export async function loadFrom<Model>(
  { manifest, folder, storedAs, open }: ModelSource<Model>,
  store: Store,
  send: Send,
): Promise<LoadedModel<Model>> {
  const { name, weights } = manifest;
  const { file, failure } = await findFile(store.files, {
    name: storedAs,
    sha256: weights.sha256,
    description: JSON.stringify(manifest),
    fetch: () => send({ asset: `${folder}${weights.file}`, maxBytes: weights.bytes }),
  });
  const why = failure === "hash-mismatch" ? "failed its hash and was refused" : "could not be fetched";
  const instead = file ? "the last good model is used" : "classification continues without it";
  const opened = (): Model | undefined => {
    try {
      return file && open(jsonOf(new TextEncoder().encode(file.description)), file.bytes);
    } catch {
      // An older version's manifest that is not understood any more.
      return undefined;
    }
  };
  return {
    model: opened(),
    problem: failure && { code: `model-${failure}`, message: `Model ${name} ${why}; ${instead}.` },
  };
}
