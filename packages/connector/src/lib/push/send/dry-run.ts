import { copyFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PushSession, type PushOptions } from "../push-session.ts";
import { dryFetch } from "./dry-fetch.ts";

/**
 * Opens a session that sends nothing and stores nothing: it works on a temporary copy of the state and prints every
 * message byte for byte. Nonces and times are those of this run. New tokens are made under throwaway keys; they have
 * the form and length of real ones.
 *
 * @param out - Receives a ledger line for each message.
 * @param dry - Simulates the operators.
 */
export async function dryRun(
  options: PushOptions,
  out: (line: string) => void,
  dry: (send: typeof fetch) => typeof fetch = dryFetch,
): Promise<PushSession> {
  const folder = mkdtempSync(join(tmpdir(), "sedge-dry-run-"));
  const gone = () => rmSync(folder, { recursive: true, force: true });
  try {
    const state = join(folder, "state");
    for (const end of ["", "-wal"]) if (existsSync(options.state + end)) copyFileSync(options.state + end, state + end);
    const ledger = { write: (entry: object) => out(JSON.stringify(entry)), close: () => undefined };
    const { aggregatorKey: _, ...others } = options;
    const session = await PushSession.open({ ...others, state, ledger, fetch: dry(options.fetch) });
    session.onClose(gone);
    return session;
  } catch (error) {
    gone();
    throw error;
  }
}
