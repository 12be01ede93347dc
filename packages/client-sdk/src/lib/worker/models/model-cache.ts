import type { SedgeErrorCode } from "../../sedge-error-code.ts";
import type { Store } from "../storage/store.ts";
import type { Send } from "../wire/wire.ts";
import { loadModel } from "./load-model.ts";
import type { Model } from "./model.ts";

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
