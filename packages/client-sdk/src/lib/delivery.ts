import type { SedgeEvent } from "@sedge/features";

/** Most events that wait in memory. At a few a second this is minutes of browsing; a visitor who decides later loses the oldest. */
export const MAX_WAITING_EVENTS = 500;

/** Events in the order they happened, of which the oldest give way when there are too many. */
export class EventBuffer {
  #events: SedgeEvent[] = [];

  get size(): number {
    return this.#events.length;
  }

  push(event: SedgeEvent): void {
    // A fifth at once, so that a full buffer does not shift 500 entries with every event.
    if (this.#events.length >= MAX_WAITING_EVENTS) this.#events.splice(0, MAX_WAITING_EVENTS / 5);
    this.#events.push(event);
  }

  get events(): readonly SedgeEvent[] {
    return this.#events;
  }

  /** Hands out all events and is empty. */
  drain(): SedgeEvent[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }

  /** Puts events back in front of those that came since. */
  putBack(events: readonly SedgeEvent[]): void {
    this.#events = [...events, ...this.#events].slice(-MAX_WAITING_EVENTS);
  }
}

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
 * Passes events to the worker, in batches and in order. `hold`: buffers them, up to a limit, until the visitor decides.
 * `open`: sends them at the next idle moment. `shut`: drops them.
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
