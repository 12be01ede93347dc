import { closeSync, openSync, writeSync } from "node:fs";
import type { PromiseRow } from "@sedge/protocol";
import { CommandError } from "../../command-error.ts";
import { codeOf } from "../../files/replace-file.ts";
import { CONNECTOR_ROUTES, type Route } from "@sedge/protocol/routes";

/** One sent message: a line of the ledger. */
export interface LedgerEntry {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly method: string;
  readonly url: string;
  /** Rows of the promise that cover the message; none for public files, which reveal nothing about anyone. */
  readonly rows: readonly PromiseRow[];
  readonly purpose: "link" | "learn" | null;
  /** Privacy budget spent, in millionths of epsilon. Only the first transmission of a vote spends any. */
  readonly microEpsilon: number;
  /** UTF-8 bytes of the body. */
  readonly bytes: number;
  /** The body, byte for byte; empty if there is none. */
  readonly body: string;
}

/** Record of every sent message. */
export interface Ledger {
  readonly write: (entry: LedgerEntry) => void;
  readonly close: () => void;
}

/** A ledger that discards its entries. */
export const NO_LEDGER: Ledger = { write: () => undefined, close: () => undefined };

/**
 * A ledger file, readable by its owner alone, with one line of JSON per message. It is only appended to. A line is
 * passed to the operating system before its message is sent.
 *
 * @throws CommandError `unwritable`
 */
export function ledgerFile(path: string): Ledger {
  const file = opened(path);
  return {
    write: (entry) => void writeSync(file, `${JSON.stringify(entry)}\n`),
    close: () => closeSync(file),
  };
}

function opened(path: string): number {
  try {
    return openSync(path, "a", 0o600);
  } catch (error) {
    throw new CommandError("unwritable", `${path} cannot be written (${codeOf(error)}).`);
  }
}

/** Whether a URL's path ends with the last segment of the route's. */
export function isRoute(url: string, { path }: Pick<Route, "path">): boolean {
  return new URL(url).pathname.endsWith(path.slice(path.lastIndexOf("/")));
}

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
