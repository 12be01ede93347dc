import type { PromiseRow } from "@sedge/protocol";
import { CONNECTOR_ROUTES } from "@sedge/protocol/routes";
import { isRoute } from "./is-route.ts";
import type { Ledger } from "./wire-ledger.ts";

/** What a message is: its rows of the promise, and the purpose under which it leaves. */
interface MessageKind {
  readonly rows: readonly PromiseRow[];
  readonly purpose: "link" | null;
}

/** Public files: the same for everybody. */
const PUBLIC_FILE: MessageKind = { rows: [], purpose: null };
/** Blinded elements are row 1, whoever asks. */
const EVALUATION: MessageKind = { rows: ["blinded-identifier"], purpose: "link" };
/** What a push delivers: tokens with signatures, codewords, receipts. */
const DELIVERY: MessageKind = { rows: ["link-token", "codeword", "consent-receipt"], purpose: "link" };

/** Sends a message, and writes it into the ledger first: the only place from which a push sends anything. */
export function ledgeredFetch(send: typeof fetch, ledger: Ledger): typeof fetch {
  return async (input, init) => {
    const body = init?.body ?? "";
    if (typeof input !== "string" || typeof body !== "string") throw new TypeError("only texts are sent");
    const method = init?.method ?? "GET";
    const { rows, purpose } = kindOf(input, method);
    ledger.write({ at: Date.now(), method, url: input, rows, purpose, bytes: Buffer.byteLength(body), body });
    return send(input, init);
  };
}

function kindOf(url: string, method: string): MessageKind {
  if (method === "GET") return PUBLIC_FILE;
  if (isRoute(url, CONNECTOR_ROUTES.connectorPrf)) return EVALUATION;
  if (isRoute(url, CONNECTOR_ROUTES.deliver)) return DELIVERY;
  throw new RangeError("a push sends nothing else");
}
