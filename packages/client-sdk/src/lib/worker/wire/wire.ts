import type { ConsentState } from "../../consent-state.ts";
import { SedgeError } from "../../sedge-error.ts";
import type { Ledger } from "../storage/store.ts";
import { mayLeave } from "./consent-gate.ts";
import { type Places, type WireRequest, buildRequest } from "./wire-request.ts";

/** The bytes of an answer. Rejects with RangeError, and stops reading, when it is longer than `maxBytes`. */
export async function boundedBody(response: Response, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = response.body?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    length += part.value.byteLength;
    if (length > maxBytes) {
      await reader?.cancel();
      throw new RangeError(`an answer is longer than ${maxBytes} bytes`);
    }
    chunks.push(part.value);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return bytes;
}

/** Longest wait for an answer, in milliseconds. */
const ANSWER_LIMIT_MS = 15_000;
/** Ledger status of a request that got no answer. */
const NETWORK_FAILED = -1;

/** An answer as it came. */
export interface WireAnswer {
  /** HTTP status; -1 when the network failed, the answer was redirected, too long or late. */
  readonly status: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Seconds that the answer asks to wait, from `Retry-After`. */
  readonly retryAfterSeconds: number | undefined;
}

/** What the wire depends on. */
export interface WireDeps {
  readonly places: Places;
  readonly ledger: Ledger;
  readonly consent: () => ConsentState;
  readonly now: () => number;
  readonly fetch: typeof fetch;
}

/** The only way out of the device. */
export type Send = (request: WireRequest) => Promise<WireAnswer>;

/**
 * The one function that sends: builds the request, refuses it unless its purpose is given, writes it to the ledger,
 * and only then fetches. Nothing else in the worker calls `fetch`. A failed network is an answer, not an error.
 *
 * @throws SedgeError `consent-required` when the purpose is not given or Global Privacy Control forbids it; whatever
 *   the ledger throws when it can't be written: what can't be recorded does not leave.
 */
export function openWire({ places, ledger, consent, now, fetch }: WireDeps): Send {
  return async (request) => {
    const { entry, action, maxBytes, cache } = buildRequest(places, request);
    const isGiven = () => mayLeave(consent(), entry.purpose, action);
    const refusal = new SedgeError("consent-required", `Ask the visitor for the purpose ${entry.purpose} first.`);
    if (!isGiven()) throw refusal;
    const id = await ledger.append({ ...entry, at: now(), status: 0 });
    if (!isGiven()) {
      // Withdrawn while the entry was written: the entry stays, as one that did not get through.
      await ledger.setStatus(id, NETWORK_FAILED);
      throw refusal;
    }
    let answer: WireAnswer;
    try {
      const response = await fetch(entry.url, {
        method: entry.method,
        ...(entry.method === "POST" && { body: entry.body, headers: { "content-type": "application/json" } }),
        // A message outlives its tab; browsers allow that for bodies of up to 64 KiB, and ours are under 40.
        keepalive: entry.method === "POST",
        cache,
        credentials: "omit",
        redirect: "error",
        referrerPolicy: "no-referrer",
        signal: AbortSignal.timeout(ANSWER_LIMIT_MS),
      });
      answer = {
        status: response.status,
        bytes: await boundedBody(response, maxBytes),
        retryAfterSeconds: retryAfterSeconds(response.headers.get("retry-after")),
      };
    } catch {
      answer = { status: NETWORK_FAILED, bytes: new Uint8Array(), retryAfterSeconds: undefined };
    }
    await ledger.setStatus(id, answer.status);
    return answer;
  };
}

function retryAfterSeconds(header: string | null): number | undefined {
  return header !== null && /^\d{1,6}$/.test(header) ? Number(header) : undefined;
}
