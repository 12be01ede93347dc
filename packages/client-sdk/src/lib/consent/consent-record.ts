import { PURPOSES } from "@sedge/protocol";
import { isFlag, isText, listOf, matching, maybe, oneOf, shape } from "../form.ts";
import { type Policy, type Source, SOURCES, type Statement } from "./decision.ts";

/** Where a record is kept: the methods of `Storage` that are used. */
export type RecordStorage = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** What is remembered on the device, once `classify` is given and until it is withdrawn; and a refusal, beside a platform that states otherwise. */
export interface ConsentRecord {
  readonly version: 1;
  readonly consent: Policy & Statement & { readonly source: Source };
  /** The installation's secret for aliases: 8 random bytes, hex. None with a refusal. */
  readonly seed?: string | undefined;
  /** Whether the page's word was given over a platform's refusal. */
  readonly overRefusal?: boolean | undefined;
}
const isRecord = shape<ConsentRecord>({
  version: oneOf(1),
  // The worker parses the hashes, before they can reach a receipt.
  consent: shape<Pick<ConsentRecord["consent"], "purposes" | "policyVersion" | "day" | "source">>({
    purposes: listOf(oneOf(...PURPOSES)),
    policyVersion: isText,
    day: isText,
    source: oneOf(...SOURCES),
  }),
  seed: maybe(matching(/^[0-9a-f]{16}$/)),
  overRefusal: maybe(isFlag),
});

/** Name of a site's record in the origin's storage. */
export function recordKey(site: string): string {
  return `sedge:${site}`;
}

/** A stored text's record; null for none, another version, or something that is no record. */
export function parseRecord(text: string | null): ConsentRecord | null {
  if (text === null) return null;
  try {
    const record: unknown = JSON.parse(text);
    return isRecord(record) ? record : null;
  } catch {
    return null;
  }
}

/** The page's storage of that name; null where the browser refuses it, as it may with cookies blocked. */
export function openStorage(window: Window, name: "localStorage" | "sessionStorage"): RecordStorage | null {
  try {
    return window[name];
  } catch {
    return null;
  }
}
