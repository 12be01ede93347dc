import * as v from "valibot";
import type { SedgeErrorCode } from "../../sedge-error-code.ts";
import type { Store } from "../storage/store.ts";
import type { Send } from "../wire/wire.ts";
import { ModelManifest } from "@sedge/features/model-manifest";
import { type LoadedModel, loadFrom } from "./model-source.ts";
import { type DenseLayer, denseLayers } from "../tensor/dense-layer.ts";

/** A model that is ready to run: its manifest, and its layers decoded. */
export interface Model {
  readonly manifest: ModelManifest;
  readonly layers: readonly DenseLayer[];
}

/** The model of a manifest and its verified weights file. Throws ValiError or RangeError where they do not fit. */
function modelOf(manifest: unknown, weights: Uint8Array): Model {
  const parsed = v.parse(ModelManifest, manifest);
  return { manifest: parsed, layers: denseLayers(parsed, weights) };
}

/**
 * Loads one session model. Its manifest comes with the worker's own code, so that the hash it states is as trustworthy as the
 * code; see `loadFrom` for what happens to its weights.
 */
export async function loadModel(shipped: unknown, store: Store, send: Send): Promise<LoadedModel<Model>> {
  const manifest = v.parse(ModelManifest, shipped);
  const { name } = manifest;
  return loadFrom({ manifest, folder: `models/${name}/`, storedAs: `model:${name}`, open: modelOf }, store, send);
}

/** Wait before models that could not be fetched are tried again, in milliseconds. */
const RETRY_MS = 30_000;

/** A problem for the page. */
type Report = (code: SedgeErrorCode, message: string) => void;

/** The shipped models, loaded once; those that could not be fetched are tried again from time to time. */
export class ModelCache {
  readonly #shipped: readonly unknown[];
  readonly #store: Store;
  readonly #send: Send;
  readonly #now: () => number;
  readonly #report: Report;
  #loading: Promise<readonly Model[]> | undefined;
  #retryAt = Number.POSITIVE_INFINITY;

  constructor(shipped: readonly unknown[], store: Store, send: Send, now: () => number, report: Report) {
    this.#shipped = shipped;
    this.#store = store;
    this.#send = send;
    this.#now = now;
    this.#report = report;
  }

  /** The models that can be had, in the order in which they ship. */
  models(): Promise<readonly Model[]> {
    if (this.#now() >= this.#retryAt) this.#loading = undefined;
    this.#loading ??= this.#load();
    return this.#loading;
  }

  async #load(): Promise<readonly Model[]> {
    this.#retryAt = Number.POSITIVE_INFINITY;
    const loaded = await Promise.all(this.#shipped.map((manifest) => loadModel(manifest, this.#store, this.#send)));
    for (const { problem } of loaded) {
      if (!problem) continue;
      this.#report(problem.code, problem.message);
      if (problem.code === "model-unavailable") this.#retryAt = this.#now() + RETRY_MS;
    }
    return loaded.flatMap(({ model }) => model ?? []);
  }
}
