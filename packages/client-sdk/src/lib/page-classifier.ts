import type { SedgeEvent } from "@sedge/features";
import type { ConsentState } from "./consent-state.ts";
import type { ClassifierEvents } from "./public/classifier.ts";
import type { Problem, Status } from "./public/status.ts";
import type { TextOptions } from "./public/text.ts";
import type { WatchedSettings } from "./settings.ts";
import type { TextClassification } from "./text-classification.ts";
import { ConsentManager } from "./consent/consent-manager.ts";
import { Delivery } from "./delivery.ts";
import { Engine } from "./engine.ts";
import { newSeed } from "./installation-seed.ts";
import { Listeners } from "./listeners.ts";
import { Observation } from "./observation.ts";
import { PageMemory } from "./page-memory.ts";
import { PendingErasure } from "./pending-erasure.ts";

/**
 * A clock for events, whose times the session uses as identity: milliseconds since 1970, unique on a page, and almost
 * always unique between two tabs in the same millisecond.
 */
export function eventClock(): () => number {
  const own = Math.random() / 2;
  let last = 0;
  return () => (last = Math.max(Date.now() + own, last + 0.001));
}

/** One page's Sedge: the visitor's decision opens and shuts what watches, what carries and what concludes. */
export class PageClassifier {
  readonly #settings: WatchedSettings;
  readonly #window: Window & typeof globalThis;
  readonly #erasure: PendingErasure;
  readonly #end = new AbortController();
  readonly #now = () => Date.now();
  readonly #eventTime = eventClock();
  readonly listeners = new Listeners<ClassifierEvents>();
  readonly memory: PageMemory;
  readonly consent: ConsentManager;
  readonly delivery: Delivery;
  readonly engine: Engine;
  /** Resolves when the last decision is in force: after a withdrawal, when everything is deleted or queued for it. */
  applied: Promise<void> = Promise.resolve();
  /** What watches the page; none once `classify` is refused. */
  observation: Observation | undefined;
  #problem: Problem | null = null;

  constructor(settings: WatchedSettings, window: Window & typeof globalThis) {
    this.#settings = settings;
    this.#window = window;
    this.#erasure = new PendingErasure(window, settings.site);
    this.memory = new PageMemory(window, settings.site, this.#now);
    this.consent = new ConsentManager({
      window,
      settings,
      now: this.#now,
      newSeed: () => newSeed(window.crypto),
      changed: (state) => this.#decided(state),
      erased: () => this.forget(),
    });
    this.engine = new Engine({
      window,
      settings,
      consent: () => this.consent.state,
      erasure: this.#erasure,
      listeners: this.listeners,
      changed: () => this.listeners.emit("status", this.status()),
    });
    this.delivery = new Delivery({
      window,
      ready: () => this.engine.start(),
      send: (events) => this.engine.call("ingest", events),
    });
    this.listeners.add("problem", (problem) => {
      // Only a new page ends this one, so that no later problem hides it.
      if (this.#problem?.code !== "update-needed") this.#problem = problem;
      if (problem.code === "global-privacy-control") this.consent.honour();
    });
  }

  start(): void {
    const { signal } = this.#end;
    const isGiven = this.consent.state.purposes.includes("classify");
    if (isGiven) this.#takeOver();
    this.#apply(this.consent.state);
    this.consent.start();
    if (!this.consent.state.purposes.includes("classify") && this.#erasure.isPending) this.#withdraw();
    // After the observation's own listener, so that events at the end of the page are included.
    this.#window.addEventListener("pagehide", () => this.#leave(), { signal });
    this.#window.addEventListener("pageshow", ({ persisted }) => persisted && this.#takeOver(), { signal });
  }

  /** Classifies a text in the worker and passes the result to listeners. The text itself is not kept. */
  async understand(text: string, options: TextOptions): Promise<TextClassification> {
    const classification = await this.engine.call("classifyText", text, options);
    this.listeners.emit("text", classification);
    return classification;
  }

  status(): Status {
    const { consent, delivery, engine } = this;
    return { consent: consent.state, ...engine.status, waitingEvents: delivery.size, problem: this.#problem };
  }

  stop(): void {
    this.#end.abort();
    this.#stopWatching();
    this.consent.stop();
    this.delivery.gate = "shut";
    this.engine.stop();
    this.listeners.clear();
  }

  /** Drops what this page and the tab remember of the visit. */
  forget(): void {
    this.delivery.drop();
    this.memory.forget();
  }

  #decided(state: ConsentState): void {
    this.#apply(state);
    this.listeners.emit("consent", state);
    this.listeners.emit("status", this.status());
  }

  #apply(state: ConsentState): void {
    if (state.purposes.includes("classify")) {
      this.#erasure.isPending = false;
      this.#watch();
      this.delivery.gate = "open";
      // A failure to start is reported as a problem, where it happens.
      if (this.engine.isOn) this.applied = this.engine.call("setConsent", state);
      else this.engine.start().catch(() => undefined);
    } else if (state.decided) {
      this.#stopWatching();
      this.delivery.gate = "shut";
      this.memory.forget();
      if (this.engine.isOn || this.consent.outdated) this.#withdraw();
    } else {
      this.#watch();
      this.delivery.gate = "hold";
      // Another tab has decided about another text: this page's worker sends nothing more.
      this.engine.pause();
    }
    this.applied.catch(() => undefined);
  }

  #withdraw(): void {
    this.applied = this.engine.withdraw();
    this.applied.catch(() => undefined);
  }

  #watch(): void {
    this.observation ??= new Observation({
      window: this.#window,
      settings: this.#settings,
      now: this.#eventTime,
      memory: this.memory,
      seed: this.consent.seed,
      emit: (event: SedgeEvent) => this.delivery.push(event),
      // A text does not wait for a decision as events do: without `classify` nobody looks at it.
      read: (text, options) => {
        if (this.engine.isOn) this.understand(text(), options).catch(() => undefined);
      },
    });
  }

  #stopWatching(): void {
    this.observation?.stop();
    this.observation = undefined;
  }

  /** The page ends: what no worker is known to have stored is left to the tab's next page, or posted where that can't be. */
  #leave(): void {
    if (!this.consent.state.purposes.includes("classify")) return;
    if (this.memory.leave(this.delivery.unsettled)) {
      this.delivery.drop();
      this.engine.pause();
    } else this.delivery.flush().catch(() => undefined);
  }

  #takeOver(): void {
    if (this.consent.state.purposes.includes("classify")) this.delivery.putBack(this.memory.restore());
  }
}
