import type { SedgeErrorCode } from "../../sedge-error-code.ts";
import { SedgeError } from "../../sedge-error.ts";
import type { IntentSet } from "../../public/text.ts";
import { loadFrom, type ModelSource } from "../models/model-source.ts";
import type { Store } from "../storage/store.ts";
import type { Send } from "../wire/wire.ts";
import { shippedTextModel } from "./shipped-text-models.ts";
import { siteIntents } from "./site-intents.ts";
import type { TextModel } from "./text-model.ts";

/** Wait before a model that could not be had is tried again, in milliseconds. */
const RETRY_MS = 30_000;

/** Dependencies of a cache, and its listeners. */
export interface TextModelCacheDeps {
  readonly store: Store;
  readonly send: Send;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly report: (code: SedgeErrorCode, message: string) => void;
  readonly intents: IntentSet;
}

/** The roles that text models play. */
export type TextRole = "intent" | "sentiment" | "emotion";

interface Place {
  readonly loading: Promise<TextModel | undefined>;
  /** Milliseconds since 1970 from which it is tried again. */
  retryAt: number;
}

/** The text models, each loaded when it is first needed; one that could not be had is tried again from time to time. */
export class TextModelCache {
  readonly #deps: TextModelCacheDeps;
  readonly #places = new Map<TextRole, Place>();

  constructor(deps: TextModelCacheDeps) {
    this.#deps = deps;
  }

  /** The model for a role; undefined where it can't be had, which the page has been informed of. */
  model(role: TextRole): Promise<TextModel | undefined> {
    const known = this.#places.get(role);
    if (known && this.#deps.now() < known.retryAt) return known.loading;
    const place: Place = { loading: this.#load(role), retryAt: Number.POSITIVE_INFINITY };
    this.#places.set(role, place);
    void place.loading.then((model) => {
      if (!model) place.retryAt = this.#deps.now() + RETRY_MS;
    });
    return place.loading;
  }

  async #load(role: TextRole): Promise<TextModel | undefined> {
    const { store, send, report } = this.#deps;
    try {
      const { model, problem } = await loadFrom(await this.#source(role), store, send);
      if (problem) report(problem.code, problem.message);
      return model;
    } catch (error) {
      const code = error instanceof SedgeError ? error.code : "model-unavailable";
      report(code, `The model for a text's ${role} could not be had; texts go without it.`);
      return undefined;
    }
  }

  #source(role: TextRole): Promise<ModelSource<TextModel>> {
    const { intents, store, send } = this.#deps;
    if (role !== "intent") return shippedTextModel(role);
    return typeof intents === "string" ? shippedTextModel(intents) : siteIntents(intents, store, send);
  }
}
