import { toJson } from "../json.ts";
import type { Facts } from "@sedge/features/condition";
import { recordKey, type RecordStorage } from "../consent/consent-record.ts";
import { isNumber, shape } from "../form.ts";
import { isFacts, NO_FACTS } from "./facts.ts";

/** Half an hour without a page ends what a tab remembers, as it ends the session. Milliseconds. */
const MEMORY_MS = 30 * 60 * 1_000;

const isRecord = shape<{ at: number; facts: Facts }>({ at: isNumber, facts: isFacts });

/** Name of the tab's record of facts. `PageMemory` forgets it with everything else. */
export function factsKey(site: string): string {
  return `${recordKey(site)}:tab-facts`;
}

/**
 * What the page before knew, so that this one can be dressed before its worker has even started. `at`: milliseconds since
 * 1970. It is there under `classify` alone.
 */
export function recallFacts(storage: RecordStorage | null, site: string, at: number): Facts {
  try {
    const record: unknown = JSON.parse(storage?.getItem(factsKey(site)) ?? "null");
    return isRecord(record) && at - record.at < MEMORY_MS ? record.facts : NO_FACTS;
  } catch {
    return NO_FACTS;
  }
}

/** Leaves the facts for the tab's next page, under `classify` alone. A browser that keeps nothing is no error. */
export function leaveFacts(storage: RecordStorage | null, site: string, at: number, facts: Facts): void {
  try {
    storage?.setItem(factsKey(site), toJson({ at, facts }));
  } catch {
    // The next page waits for its worker then.
  }
}
