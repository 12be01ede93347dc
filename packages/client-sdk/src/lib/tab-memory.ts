import type { SedgeEvent } from "@sedge/features";
import { isStepMemory, NO_STEPS, type StepMemory } from "./step-memory.ts";
import type { RecordStorage } from "./consent/consent-record.ts";
import { MAX_WAITING_EVENTS } from "./delivery.ts";
import { toJson } from "./json.ts";
import { type Form, isFlag, isNumber, listOf, shape } from "./form.ts";

/** Half an hour without a page ends what a tab remembers, as it ends the session. Milliseconds. */
const MEMORY_MS = 30 * 60 * 1_000;

/**
 * What one page of a tab hands to the next, under `classify` alone. A worker dies with its page, so that what happened last
 * (how long the page was seen, how deep it was scrolled) would never reach it; the next page's worker takes it instead.
 */
export interface TabMemory {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly searched: boolean;
  readonly steps: StepMemory;
  /** Events that no worker is known to have stored; the next page's worker leaves out those that one has. */
  readonly events: readonly SedgeEvent[];
}

/** Looks only as far as to know events from other things; the worker parses each by its schema. */
const isEventLike = shape({ at: isNumber }) as Form<unknown> as Form<SedgeEvent>;
const isMemory = shape<TabMemory>({
  at: isNumber,
  searched: isFlag,
  steps: isStepMemory,
  events: listOf(isEventLike, MAX_WAITING_EVENTS),
});

/** What a tab remembers at its first page. */
export function emptyMemory(at: number): TabMemory {
  return { at, searched: false, steps: NO_STEPS, events: [] };
}

/** Takes what the page before left, so that nobody takes it twice. `at`: milliseconds since 1970. */
export function claimMemory(storage: RecordStorage | null, key: string, at: number): TabMemory {
  try {
    const text = storage?.getItem(key) ?? null;
    storage?.removeItem(key);
    const memory: unknown = text === null ? null : JSON.parse(text);
    return isMemory(memory) && at - memory.at < MEMORY_MS ? memory : emptyMemory(at);
  } catch {
    return emptyMemory(at);
  }
}

/** Leaves a page's memory for the next. False where the browser keeps nothing. */
export function leaveMemory(storage: RecordStorage | null, key: string, memory: TabMemory): boolean {
  try {
    storage?.setItem(key, toJson(memory));
    return storage !== null;
  } catch {
    return false;
  }
}
