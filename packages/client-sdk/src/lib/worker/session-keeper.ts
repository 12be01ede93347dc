import { advance, emptySession, isOver, type SedgeEvent, type Session } from "@sedge/features";
import { MAX_REMEMBERED_TIMES, type StoredVisit } from "./storage/stored-values.ts";
import type { KeyValueStore } from "./storage/store.ts";
import { SESSION_VERSION } from "./storage/stored-session.ts";

/**
 * Applies a batch without the events that are in the visit already. A batch is stored atomically, so the time of an
 * event, to the precision of the page's clock, shows whether it is stored.
 */
function applied({ session, times }: StoredVisit, batch: readonly SedgeEvent[]): StoredVisit {
  const known = new Set(times);
  const fresh = batch.filter(({ at }) => !known.has(at));
  return {
    version: SESSION_VERSION,
    session: fresh.reduce(advance, session),
    times: [...times, ...fresh.map(({ at }) => at)].slice(-MAX_REMEMBERED_TIMES),
  };
}

/**
 * The session in memory, and in storage as soon as storage can: an event is applied to memory at once, and the events
 * that come while one write is under way go into the next. Writing applies the events to what is stored, so that two
 * tabs of one visitor add up instead of overwriting each other, and an event that comes twice counts once.
 */
export class SessionKeeper {
  readonly #values: KeyValueStore;
  readonly #now: () => number;
  readonly #onStorageFailed: () => void;
  #visit: StoredVisit;
  #pending: (readonly SedgeEvent[])[] = [];
  #writing: Promise<void> | undefined;
  #isFailing = false;

  /** @param stored - The visit as the last page left it, if there is one. */
  constructor(values: KeyValueStore, stored: StoredVisit | undefined, now: () => number, onStorageFailed: () => void) {
    this.#values = values;
    this.#now = now;
    this.#onStorageFailed = onStorageFailed;
    this.#visit = stored ?? this.#emptyVisit(now());
  }

  /** The session as it stands; an empty one once the last is over. */
  current(): Session {
    const { session } = this.#visit;
    return isOver(session, this.#now()) ? emptySession(this.#now()) : session;
  }

  /** The last session that there was, over or not; an empty one before the first. */
  latest(): Session {
    return this.#visit.session;
  }

  /**
   * The session as storage has it, with what is not stored yet. Another tab may have erased it: then what this one remembers is gone too. While
   * storage fails, the session in memory goes on.
   */
  async stored(): Promise<Session> {
    await this.#writing;
    if (!this.#isFailing) {
      const stored = await this.#values.get("visit").catch(() => this.#visit);
      this.#visit = this.#pending.reduce(applied, stored ?? this.#emptyVisit(this.#now()));
    }
    return this.current();
  }

  /** Takes events in the order they happened. */
  apply(events: readonly SedgeEvent[]): void {
    const [first] = events;
    const isNew = this.#visit.times.length === 0;
    // A first visit begins with its first event, here as in storage, not with the worker.
    this.#visit = applied(isNew && first ? this.#emptyVisit(first.at) : this.#visit, events);
    this.#pending.push(events);
    this.#writing ??= this.#write().finally(() => {
      this.#writing = undefined;
    });
  }

  /** Resolves when everything taken so far is stored. */
  async flush(): Promise<void> {
    await this.#writing;
  }

  /** Begins again, here and in storage. */
  async forget(): Promise<void> {
    this.#pending = [];
    await this.#writing;
    this.#visit = this.#emptyVisit(this.#now());
    await this.#values.delete("visit");
  }

  #emptyVisit(at: number): StoredVisit {
    return { version: SESSION_VERSION, session: emptySession(at), times: [] };
  }

  async #write(): Promise<void> {
    while (this.#pending.length > 0) {
      const batches = this.#pending.splice(0);
      try {
        const stored = await this.#values.update("visit", (now) =>
          batches.reduce(applied, now ?? this.#emptyVisit(batches[0]?.[0]?.at ?? this.#now())),
        );
        this.#visit = this.#pending.reduce(applied, stored);
        this.#isFailing = false;
      } catch {
        this.#isFailing = true;
        // The session in memory goes on; it is lost with the page.
        this.#onStorageFailed();
        return;
      }
    }
  }
}
