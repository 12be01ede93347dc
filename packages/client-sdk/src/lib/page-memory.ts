import type { PageKind, SedgeEvent } from "@sedge/features";
import type { ShopStep } from "./capture/capture-context.ts";
import { enterPage, noteStep } from "./step-memory.ts";
import { openStorage, recordKey, type RecordStorage } from "./consent/consent-record.ts";
import { emptyMemory, leaveMemory, claimMemory, type TabMemory } from "./tab-memory.ts";

/** What this page remembers of the session: searches and steps made, so that each counts once. */
export class PageMemory {
  readonly #storage: RecordStorage | null;
  readonly #key: string;
  readonly #now: () => number;
  #memory: TabMemory;

  constructor(window: Window, site: string, now: () => number) {
    this.#storage = openStorage(window, "sessionStorage");
    this.#key = `${recordKey(site)}:tab`;
    this.#now = now;
    this.#memory = emptyMemory(now());
  }

  get searched(): boolean {
    return this.#memory.searched;
  }

  /** Notes a search; says whether there was one before. */
  noteSearch(): boolean {
    const { searched } = this.#memory;
    this.#memory = { ...this.#memory, searched: true };
    return searched;
  }

  /** Notes a step; false if it is known. */
  noteStep(step: ShopStep): boolean {
    const steps = noteStep(this.#memory.steps, step);
    if (steps) this.#memory = { ...this.#memory, steps };
    return steps !== null;
  }

  /** Notes the page that is open; says the step that it is, if that is new. */
  notePage(kind: PageKind): ShopStep | undefined {
    const { memory: steps, step } = enterPage(this.#memory.steps, kind);
    this.#memory = { ...this.#memory, steps };
    return step;
  }

  /** Takes over from the page before, under `classify` alone. Returns the events that it could not hand to a worker. */
  restore(): readonly SedgeEvent[] {
    this.#memory = claimMemory(this.#storage, this.#key, this.#now());
    return this.#memory.events;
  }

  /** Leaves everything for the next page, under `classify` alone. False where the browser keeps nothing. */
  leave(events: readonly SedgeEvent[]): boolean {
    return leaveMemory(this.#storage, this.#key, { ...this.#memory, at: this.#now(), events });
  }

  /** Forgets, here and for the next page. */
  forget(): void {
    for (const key of [this.#key, `${this.#key}-facts`]) claimMemory(this.#storage, key, this.#now());
    this.#memory = emptyMemory(this.#now());
  }
}
