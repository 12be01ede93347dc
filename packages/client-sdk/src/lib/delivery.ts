import type { SedgeEvent } from "@sedge/features";
import { EventBuffer, MAX_WAITING_EVENTS } from "./event-buffer.ts";

/** Longest that an event waits for an idle moment, in milliseconds. */
export const FLUSH_WITHIN_MS = 250;

/** What the delivery works with. */
export interface DeliveryContext {
  readonly window: Pick<Window, "setTimeout" | "clearTimeout"> & {
    readonly requestIdleCallback?: (callback: () => void, options: { timeout: number }) => number;
  };
  /** Resolves once somebody is there to take events; events stay in memory until then. */
  readonly ready: () => Promise<void>;
  readonly send: (events: readonly SedgeEvent[]) => Promise<void>;
}

/**
 * Carries events from where they happen to the worker, in batches and in order. `hold`: they wait, bounded, for the visitor's
 * decision. `open`: they are sent at the next idle moment. `shut`: they are dropped.
 */
export class Delivery {
  readonly #context: DeliveryContext;
  readonly #buffer = new EventBuffer();
  #inFlight: readonly SedgeEvent[] = [];
  #gate: "hold" | "open" | "shut" = "hold";
  #scheduled = false;
  #sending: Promise<void> = Promise.resolve();

  constructor(context: DeliveryContext) {
    this.#context = context;
  }

  /** Events that wait. */
  get size(): number {
    return this.#buffer.size;
  }

  push(event: SedgeEvent): void {
    if (this.#gate === "shut") return;
    this.#buffer.push(event);
    if (this.#gate === "open") this.#schedule();
  }

  set gate(gate: "hold" | "open" | "shut") {
    this.#gate = gate;
    if (gate === "shut") this.drop();
    if (gate === "open" && this.size > 0) this.#schedule();
  }

  /** Puts events before those that wait: they happened earlier, on the page before. */
  putBack(events: readonly SedgeEvent[]): void {
    this.#buffer.putBack(events);
    if (this.#gate === "open" && this.size > 0) this.#schedule();
  }

  /** What is not known to be stored: what was sent and not answered, then what waits. */
  get unsettled(): readonly SedgeEvent[] {
    return [...this.#inFlight, ...this.#buffer.events].slice(-MAX_WAITING_EVENTS);
  }

  /** Drops what waits, which is kept elsewhere or not wanted. */
  drop(): void {
    this.#buffer.drain();
  }

  /** Sends what waits, after what is being sent. Rejects as `ready` and `send` do; the events of a failed batch are gone. */
  flush(): Promise<void> {
    const sent = this.#sending.catch(() => undefined).then(() => this.#sendAll());
    this.#sending = sent;
    return sent;
  }

  async #sendAll(): Promise<void> {
    if (this.#gate !== "open" || this.size === 0) return;
    await this.#context.ready();
    this.#inFlight = this.#buffer.drain();
    try {
      if (this.#inFlight.length > 0) await this.#context.send(this.#inFlight);
    } finally {
      this.#inFlight = [];
    }
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    const run = () => {
      this.#scheduled = false;
      // The sender has reported the failure already.
      this.flush().catch(() => undefined);
    };
    const { window } = this.#context;
    if (window.requestIdleCallback) window.requestIdleCallback(run, { timeout: FLUSH_WITHIN_MS });
    else window.setTimeout(run, FLUSH_WITHIN_MS);
  }
}
