import { copyFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PushSession, type PushOptions } from "../push-session.ts";
import { dryFetch } from "./dry-fetch.ts";

/**
 * A session that does everything a push does but send and remember: on a copy of the state, which goes with it, with every
 * message printed as it would leave, byte for byte. Nonces and times are of this run; tokens of whom the state does not know are
 * made under keys that are thrown away, of the same form and length as theirs will be.
 *
 * @param out - Takes a ledger's line for each message.
 * @param dry - Answers as the operators would.
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
