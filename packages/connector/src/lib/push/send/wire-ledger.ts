import { closeSync, openSync, writeSync } from "node:fs";
import type { PromiseRow } from "@sedge/protocol";
import { CommandError } from "../../command-error.ts";
import { codeOf } from "../../files/replace-file.ts";

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
