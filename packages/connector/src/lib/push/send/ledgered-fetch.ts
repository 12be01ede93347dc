import type { PromiseRow } from "@sedge/protocol";
import type { Ledger } from "./wire-ledger.ts";

/** What a message is: its rows of the promise, and the purpose under which it leaves. */
export interface MessageKind {
  readonly rows: readonly PromiseRow[];
  readonly purpose: "link" | null;
}

/** Public files: the same for everybody. */
export const PUBLIC_FILE: MessageKind = { rows: [], purpose: null };

/** Sends a message, and writes it into the ledger first: the only place from which a push sends anything. */
export function ledgeredFetch(send: typeof fetch, ledger: Ledger, { rows, purpose }: MessageKind): typeof fetch {
  return async (input, init) => {
    const body = init?.body ?? "";
    if (typeof input !== "string" || typeof body !== "string") throw new TypeError("only texts are sent");
    const method = init?.method ?? "GET";
    ledger.write({ at: Date.now(), method, url: input, rows, purpose, bytes: Buffer.byteLength(body), body });
    return send(input, init);
  };
}
