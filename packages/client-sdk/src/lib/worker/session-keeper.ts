import { advance, emptySession, isOver, type SedgeEvent, type Session } from "@sedge/features";
import type { Facts } from "./storage/store.ts";

/**
 * The session in memory, and in storage as soon as storage can: an event is applied to memory at once, and the events
 * that come while one write is under way go into the next. Writing applies the events to what is stored, so that two
 * tabs of one visitor add up instead of overwriting each other.
 */
export class SessionKeeper {
  readonly #facts: Facts;
  readonly #now: () => number;
  readonly #onStorageFailed: () => void;
  #session: Session;
  #pending: SedgeEvent[] = [];
  #writing: Promise<void> | undefined;

  /** @param stored - The session of the last page, if there is one. */
  constructor(facts: Facts, stored: Session | undefined, now: () => number, onStorageFailed: () => void) {
    this.#facts = facts;
    this.#now = now;
    this.#onStorageFailed = onStorageFailed;
    this.#session = stored ?? emptySession(now());
  }

  /** The session as it stands; an empty one once the last is over. */
  current(): Session {
    return isOver(this.#session, this.#now()) ? emptySession(this.#now()) : this.#session;
  }

  /** Takes events in the order they happened. */
  take(events: readonly SedgeEvent[]): void {
    this.#session = events.reduce(advance, this.#session);
    this.#pending.push(...events);
    this.#writing ??= this.#write().finally(() => {
      this.#writing = undefined;
    });
  }

  /** Resolves when everything taken so far is stored. */
  async flush(): Promise<void> {
    await this.#writing;
  }

  /** Begins anew, here and in storage. */
  async forget(): Promise<void> {
    this.#pending = [];
    await this.#writing;
    this.#session = emptySession(this.#now());
    await this.#facts.delete("session");
  }

  async #write(): Promise<void> {
    while (this.#pending.length > 0) {
      const batch = this.#pending.splice(0);
      try {
        const stored = await this.#facts.update("session", (now) =>
          batch.reduce(advance, now ?? emptySession(batch[0]?.at ?? this.#now())),
        );
        this.#session = this.#pending.reduce(advance, stored);
      } catch {
        // The session in memory goes on; it is lost with the page.
        this.#onStorageFailed();
        return;
      }
    }
  }
}
