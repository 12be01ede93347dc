import { closeSync, openSync, writeSync } from "node:fs";
import type { PromiseRow } from "@sedge/protocol";
import { CommandError } from "../../command-error.ts";
import { codeOf } from "../../files/replace-file.ts";

/** One message, as it leaves: a line of a ledger. */
export interface LedgerEntry {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly method: string;
  readonly url: string;
  /** Rows of the promise that the message is under; none for public files, which say nothing of anybody. */
  readonly rows: readonly PromiseRow[];
  readonly purpose: "link" | "learn" | null;
  /** Privacy budget that it spent, in millionths of epsilon. Only votes spend any, the first time that they are sent. */
  readonly microEpsilon: number;
  /** UTF-8 bytes of the body. */
  readonly bytes: number;
  /** The body, byte for byte; empty where there is none. */
  readonly body: string;
}

/** Where what leaves is written down. */
export interface Ledger {
  readonly write: (entry: LedgerEntry) => void;
  readonly close: () => void;
}

/** A ledger that nobody asked for. */
export const NO_LEDGER: Ledger = { write: () => undefined, close: () => undefined };

/**
 * A ledger in a file that its owner alone may read, a line of JSON a message; it grows and is never rewritten. A line is
 * handed to the system before its message is sent.
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
