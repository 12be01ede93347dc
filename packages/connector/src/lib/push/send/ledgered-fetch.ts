import type { PromiseRow } from "@sedge/protocol";
import { CONNECTOR_ROUTES } from "@sedge/protocol/routes";
import { isRoute } from "./is-route.ts";
import type { Ledger } from "./wire-ledger.ts";

/** What a message is: its rows of the promise, and the purpose under which it leaves. */
export interface MessageKind {
  readonly rows: readonly PromiseRow[];
  readonly purpose: "link" | "learn" | null;
  /** What it costs of the person's privacy budget, in millionths of epsilon; none: nothing. */
  readonly microEpsilon?: number;
}

/** Public files: the same for everybody. */
export const PUBLIC_FILE: MessageKind = { rows: [], purpose: null };
/** Blinded elements are row 1, whoever asks. */
const EVALUATION: MessageKind = { rows: ["blinded-identifier"], purpose: "link" };
/** What a push delivers: tokens with signatures, codewords, receipts. */
const DELIVERY: MessageKind = { rows: ["link-token", "codeword", "consent-receipt"], purpose: "link" };

/**
 * Sends a message, and writes it into the ledger first: the only place from which a push, or a contribution, sends anything.
 *
 * @param kindOf - What a message is; it throws for one that is never sent.
 */
export function ledgeredFetch(send: typeof fetch, ledger: Ledger, kindOf = pushedKind): typeof fetch {
  return async (input, init) => {
    const body = init?.body ?? "";
    if (typeof input !== "string" || typeof body !== "string") throw new TypeError("only texts are sent");
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
  throw new RangeError("a push sends nothing else");
}
