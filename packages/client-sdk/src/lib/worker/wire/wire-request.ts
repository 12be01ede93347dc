import type { Purpose } from "@sedge/protocol";
import { PROMISE_ROWS } from "@sedge/protocol";
import { EDGE_ROUTES, type EdgeRouteName, type Route } from "@sedge/protocol/routes";
import * as v from "valibot";
import type { LedgerEntry } from "../../ledger-entry.ts";

/** Most bytes read of an answer that is not a file, in bytes. A profile's export is the largest, a few KB. */
const MAX_ANSWER_BYTES = 262_144;
/** Most bytes read of a codebook, in bytes; see MAX_CODEBOOK_CELLS. */
const MAX_CODEBOOK_BYTES = 1_048_576;

/** A request to the edge by its route, or for a file: of the SDK's own static folder, or at the full address of a site's own. */
export type WireRequest =
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
export interface Places {
  readonly site: string;
  /** Without a slash at the end. */
  readonly endpoint: string;
  /** With a slash at the end. */
  readonly assets: string;
}

/** A request as it will go out. */
export interface BuiltRequest {
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
export function buildRequest(places: Places, request: WireRequest): BuiltRequest {
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
