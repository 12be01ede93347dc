import type { PromiseRow } from "@sedge/protocol";
import { CONNECTOR_ROUTES } from "@sedge/protocol/routes";
import { isRoute } from "./is-route.ts";
import type { Ledger } from "./wire-ledger.ts";

/** Classification of a message: its rows of the promise and its purpose. */
export interface MessageKind {
  readonly rows: readonly PromiseRow[];
  readonly purpose: "link" | "learn" | null;
  /** Privacy cost, in millionths of epsilon. Default: 0. */
  readonly microEpsilon?: number;
}

/** Public files, the same for everyone. */
export const PUBLIC_FILE: MessageKind = { rows: [], purpose: null };
/** Blinded elements are row 1 for every sender. */
const EVALUATION: MessageKind = { rows: ["blinded-identifier"], purpose: "link" };
/** A push's delivery: tokens with signatures, codewords, receipts. */
const DELIVERY: MessageKind = { rows: ["link-token", "codeword", "consent-receipt"], purpose: "link" };

/**
 * Writes a message into the ledger, then sends it. A push or contribution sends messages nowhere else.
 *
 * @param kindOf - Classifies a message; throws for one that must not be sent.
 */
export function ledgeredFetch(send: typeof fetch, ledger: Ledger, kindOf = pushedKind): typeof fetch {
  return async (input, init) => {
    const body = init?.body ?? "";
    if (typeof input !== "string" || typeof body !== "string") throw new TypeError("only strings can be sent");
    const method = init?.method ?? "GET";
    const { rows, purpose, microEpsilon = 0 } = kindOf(input, method);
    const bytes = Buffer.byteLength(body);
    ledger.write({ at: Date.now(), method, url: input, rows, purpose, microEpsilon, bytes, body });
    return send(input, init);
  };
}

function pushedKind(url: string, method: string): MessageKind {
  if (method === "GET") return PUBLIC_FILE;
  if (isRoute(url, CONNECTOR_ROUTES.connectorPrf)) return EVALUATION;
  if (isRoute(url, CONNECTOR_ROUTES.deliver)) return DELIVERY;
  throw new RangeError("a push does not send this request");
}
