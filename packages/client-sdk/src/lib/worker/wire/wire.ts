import * as v from "valibot";
import type { ConsentState } from "../../consent-state.ts";
import { SedgeError } from "../../sedge-error.ts";
import type { Ledger } from "../storage/store.ts";
import { mayLeave } from "./consent-gate.ts";
import { type Purpose, PROMISE_ROWS, Problem } from "@sedge/protocol";
import { EDGE_ROUTES, type EdgeRouteName, type Route } from "@sedge/protocol/routes";
import type { LedgerEntry } from "../../ledger-entry.ts";
import type { SedgeErrorCode } from "../../sedge-error-code.ts";

/** Most bytes read of an answer that is not a file, in bytes. A profile's export is the largest, a few KB. */
const MAX_ANSWER_BYTES = 262_144;
/** Most bytes read of a codebook, in bytes; see MAX_CODEBOOK_CELLS. */
const MAX_CODEBOOK_BYTES = 1_048_576;

/** A request to the edge by its route, or for a file: of the SDK's own static folder, or at the full address of a site's own. */
type WireRequest =
  | {
      readonly route: EdgeRouteName;
      readonly params?: Readonly<Record<string, string>>;
      readonly body?: unknown;
      /** What a public file is wanted for, where its route does not say. Default: `link`. */
      readonly purpose?: "link" | "learn";
      /** Privacy budget that this message spends, in millionths of epsilon. Default: none. */
      readonly microEpsilon?: number;
    }
  | { readonly asset: string; readonly maxBytes: number };

/** Where things lie. */
interface Places {
  readonly site: string;
  /** Without a slash at the end. */
  readonly endpoint: string;
  /** With a slash at the end. */
  readonly assets: string;
}

/** A request as it will go out. */
interface BuiltRequest {
  readonly entry: Pick<LedgerEntry, "method" | "url" | "body" | "rows" | "purpose" | "microEpsilon">;
  /** Of a signed message. */
  readonly action: string | undefined;
  readonly maxBytes: number;
  readonly cache: RequestCache;
}

const NO_BODY = "";
/** What a public file is fetched for, unless somebody says otherwise: linking. */
const EDGE_PURPOSE: Purpose = "link";

/** The exact request: address, bytes, promise rows and purpose. Throws ValiError for a body that is not the route's. */
function buildRequest(places: Places, request: WireRequest): BuiltRequest {
  if ("asset" in request) {
    const url = new URL(request.asset, places.assets).href;
    const entry: BuiltRequest["entry"] = {
      method: "GET",
      url,
      body: NO_BODY,
      rows: [],
      purpose: "classify",
      microEpsilon: 0,
    };
    return { entry, action: undefined, maxBytes: request.maxBytes, cache: "default" };
  }
  const route: Route = EDGE_ROUTES[request.route];
  const params: Readonly<Record<string, string>> = { ...request.params, site: places.site };
  const path = route.path.replace(/:([a-z0-9]+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ""));
  const body = route.request ? JSON.stringify(v.parse(route.request, request.body)) : NO_BODY;
  return {
    entry: {
      method: route.method,
      url: `${places.endpoint}${path}`,
      body,
      rows: route.rows.map((row) => PROMISE_ROWS[row]),
      purpose: route.purpose ?? request.purpose ?? EDGE_PURPOSE,
      microEpsilon: request.microEpsilon ?? 0,
    },
    action: route.action,
    maxBytes: request.route === "codebook" ? MAX_CODEBOOK_BYTES : MAX_ANSWER_BYTES,
    // No conditional request ever: an ETag made for one visitor would come back like a cookie.
    cache: "no-store",
  };
}

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
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), ANSWER_LIMIT_MS);
    try {
      const response = await fetch(entry.url, {
        method: entry.method,
        ...(entry.method === "POST" && { body: entry.body, headers: { "content-type": "application/json" } }),
        // A message outlives its tab; browsers allow that for bodies of up to 64 KiB, and ours are under 40.
        keepalive: entry.method === "POST",
        cache,
        credentials: "omit",
        // Static files are checked by their hash, wherever they come from; content networks move them.
        redirect: "asset" in request ? "follow" : "error",
        referrerPolicy: "no-referrer",
        signal: late.signal,
      });
      answer = {
        status: response.status,
        bytes: await boundedBody(response, maxBytes),
        retryAfterSeconds: retryAfterSeconds(response.headers.get("retry-after")),
      };
    } catch {
      answer = { status: NETWORK_FAILED, bytes: new Uint8Array(), retryAfterSeconds: undefined };
    } finally {
      clearTimeout(timer);
    }
    await ledger.setStatus(id, answer.status);
    return answer;
  };
}

function retryAfterSeconds(header: string | null): number | undefined {
  return header !== null && /^\d{1,6}$/.test(header) ? Number(header) : undefined;
}

/** What the edge answered: the route's answer, or why not. */
export type EdgeAnswered<Answer> =
  | { readonly ok: true; readonly value: Answer }
  | {
      readonly ok: false;
      readonly status: number;
      /** The problem's stable code; `network-failed` without an answer, `bad-answer` for one that is not understood. */
      readonly code: SedgeErrorCode;
      /** With `stale-request`: the edge's clock, seconds since 1970. */
      readonly edgeNow: number | undefined;
      readonly retryAfterSeconds: number | undefined;
    };

/** Parses an answer by the route's schema, and a refusal as the problem document it should be. */
export function readAnswer<Answer>(
  schema: v.GenericSchema<unknown, Answer>,
  { status, bytes, retryAfterSeconds }: WireAnswer,
): EdgeAnswered<Answer> {
  const json = jsonOf(bytes);
  if (status >= 200 && status < 300) {
    const parsed = v.safeParse(schema, json);
    if (parsed.success) return { ok: true, value: parsed.output };
    return { ok: false, status, code: "bad-answer", edgeNow: undefined, retryAfterSeconds };
  }
  const problem = v.safeParse(Problem, json);
  const unread = status === -1 ? "network-failed" : "bad-answer";
  return {
    ok: false,
    status,
    code: problem.success ? problem.output.code : unread,
    edgeNow: problem.success ? problem.output.now : undefined,
    retryAfterSeconds,
  };
}

/** What the bytes say as JSON in UTF-8; undefined where they say nothing. */
export function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}
