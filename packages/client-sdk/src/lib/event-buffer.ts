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
