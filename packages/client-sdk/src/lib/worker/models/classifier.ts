import type { SedgeErrorCode } from "../../sedge-error-code.ts";
import { featureRecord, showsShop, type Session } from "@sedge/features";
import { journeyOf, withSession } from "@sedge/features/journey";
import type { Backend, BackendReport, Classification, Journey, Prediction } from "../../classification.ts";
import type { GuardedStore, WorkStore } from "../storage/guarded-store.ts";
import type { TensorRuntime } from "../tensor/tensor-runtime.ts";
import { conclusions } from "./conclusions.ts";
import { BACKENDS, BATCH_ROWS, type MedianMs, preferred } from "../tensor/backend-choice.ts";
import { measureBackends } from "../tensor/backend-measurement.ts";
import type { Model, ModelCache } from "./model-cache.ts";
import { predict } from "./predict.ts";

/** Version of TensorFlow.js of a backend measurement; another version may be faster elsewhere. */
const LIBRARY = "tfjs-4.22.0";
/** How long a measurement is valid, in milliseconds: thirty days, because drivers and browsers change. */
const MEASUREMENT_MS = 30 * 86_400_000;

/** The same where a backend was missing, in milliseconds: a day, as it may have been the network. */
const INCOMPLETE_MEASUREMENT_MS = 86_400_000;

/** What the classifier depends on. */
export interface ClassifierDeps {
  readonly runtime: TensorRuntime;
  readonly cache: ModelCache;
  readonly store: GuardedStore;
  readonly host: "worker" | "page";
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Milliseconds, as fine as the browser has them. */
  readonly timer: () => number;
  readonly report: (code: SedgeErrorCode, message: string) => void;
}

/** Turns sessions into classifications, on the backends that are fastest on this device. */
export class Classifier {
  readonly #deps: ClassifierDeps;
  #medianMs: MedianMs = {};
  #remembered: Promise<boolean> | undefined;

  constructor(deps: ClassifierDeps) {
    this.#deps = deps;
  }

  /**
   * What the models conclude, of a visit that shows a shop. A model that can't answer is left out, and the page gets a problem.
   * @param read - Gives the session. Called once the work has begun, so that what is erased before is not in it, and what is erased later ends it.
   */
  async classify(read: () => Promise<Session>): Promise<Classification> {
    const { runtime, cache, store, now, report } = this.#deps;
    const work = store.work();
    const [session, models] = await Promise.all([read(), cache.models(), this.#remember()]);
    const record = featureRecord(session);
    const order = { row: preferred(this.#medianMs, 1), batch: preferred(this.#medianMs, BATCH_ROWS) };
    const predictions: Prediction[] = [];
    for (const model of showsShop(session) ? models : []) {
      try {
        predictions.push(...(await predict(runtime, order, model, record)));
      } catch {
        report("model-failed", `Model ${model.manifest.name} could not answer; the others go on.`);
      }
    }
    const events = Object.values(session.events).reduce((sum, count) => sum + count, 0);
    return {
      at: now(),
      events,
      ...conclusions(session, predictions),
      arrival: session.arrival,
      journey: await this.#journey(work, session, events),
      backend: this.backendReport(),
    };
  }

  /** Where the visitor stands; a visit in which nothing has happened changes nothing. */
  async #journey({ values }: WorkStore, session: Session, events: number): Promise<Journey | undefined> {
    const known =
      events > 0 ? values.update("journey", (before) => withSession(before, session)) : values.get("journey");
    // If the storage fails, only the current visit is used.
    const history = await known.catch(() => (events > 0 ? withSession(undefined, session) : undefined));
    return history && journeyOf(history);
  }

  /** The backends in the order in which this device should try them for so many rows. */
  async backendsFor(rows: number): Promise<readonly Backend[]> {
    await this.#remember();
    return preferred(this.#medianMs, rows);
  }

  /** Measures the backends unless this device has been measured lately. True when it has measured. */
  async measureOnce(): Promise<boolean> {
    const { runtime, cache, store, now, timer } = this.#deps;
    const { values } = store.work();
    if (await this.#remember()) return false;
    const models = await cache.models();
    const largest = models.toSorted((a, b) => b.manifest.weights.bytes - a.manifest.weights.bytes)[0];
    if (!largest) return false;
    this.#medianMs = await measureBackends(runtime, largest.layers, timer);
    const unavailable = { ...runtime.unavailable };
    await values.put("measurement", { key: this.#key(models), at: now(), medianMs: this.#medianMs, unavailable });
    return true;
  }

  /** Whether a measurement of this device and these models is remembered; then it counts from now on. */
  #remember(): Promise<boolean> {
    this.#remembered ??= this.#recall();
    return this.#remembered;
  }

  async #recall(): Promise<boolean> {
    const { store, cache, now, runtime } = this.#deps;
    const stored = await store.values.get("measurement");
    if (!stored || stored.key !== this.#key(await cache.models())) return false;
    const isComplete = Object.keys(stored.unavailable).length === 0;
    if (now() - stored.at > (isComplete ? MEASUREMENT_MS : INCOMPLETE_MEASUREMENT_MS)) return false;
    this.#medianMs = stored.medianMs;
    for (const backend of BACKENDS) {
      const reason = stored.unavailable[backend];
      if (reason !== undefined) runtime.drop(backend, reason);
    }
    return true;
  }

  backendReport(): BackendReport {
    const { runtime, host } = this.#deps;
    const first = (rows: number): Backend =>
      preferred(this.#medianMs, rows).find((backend) => runtime.unavailable[backend] === undefined) ?? "cpu";
    const medianMs = Object.fromEntries(Object.entries(this.#medianMs).filter(([, median]) => median !== undefined));
    return { row: first(1), batch: first(BATCH_ROWS), host, medianMs, unavailable: { ...runtime.unavailable } };
  }

  /** What a measurement depends on. */
  #key(models: readonly Model[]): string {
    const versions = models.map(({ manifest }) => `${manifest.name}@${manifest.version}`);
    return [LIBRARY, ...versions, ...this.#deps.runtime.without.map((backend) => `-${backend}`)].join(" ");
  }
}
