import { isSignedNote } from "../note/note.ts";
import type { VerifySignature } from "../note/signature.ts";
import { NOTE_SIGNATURE, parseVerifierKey, type VerifierKey } from "../note/verifier-key.ts";
import { documentKey, EDGE } from "../statement/operator-keys.ts";
import type { Witness } from "../statement/statement.ts";
import { readSuccession, successionHash } from "../statement/succession.ts";
import type { StatementRefusal } from "./refusal.ts";

/** Where a device stands: the log's key, and of that log's tree what it has seen. */
export interface LogPosition {
  readonly key: string;
  /** Undefined for a device that has seen nothing of this log yet. */
  readonly seen: { readonly size: number; readonly root: string } | undefined;
  /** Hash of the succession that was applied last, if one was. */
  readonly succession: string | undefined;
}

/** Whose signatures a succession needs beside both log keys'. */
interface Parties {
  readonly edge: string;
  readonly witnesses: readonly Witness[];
  readonly verify: VerifySignature;
}

/** A key that signs notes, as a log's does; undefined for text that names none. */
export function logKeyOf(text: string): VerifierKey | undefined {
  const key = parseVerifierKey(text);
  return key?.type === NOTE_SIGNATURE ? key : undefined;
}

async function followOne(
  at: LogPosition,
  entry: string,
  { edge, witnesses, verify }: Parties,
): Promise<LogPosition | StatementRefusal> {
  const signed = readSuccession(entry);
  if (!signed) return "statement-invalid";
  const { from, to } = signed.document;
  // Leads from a key that the device is not at: from before it, or to elsewhere.
  if (from.key !== at.key) return at;
  const [old, next] = [logKeyOf(from.key), logKeyOf(to)];
  if (!old || !next) return "statement-invalid";
  for (const key of [old, next]) if (!(await isSignedNote(signed.note, key, verify))) return "log-unsigned";
  if (!(await isSignedNote(signed.note, documentKey(EDGE, edge), verify))) return "statement-unsigned";
  for (const { name, key } of witnesses) {
    if (!(await isSignedNote(signed.note, documentKey(name, key), verify))) return "witness-missing";
  }
  if (at.seen && from.size < at.seen.size) return "log-shrinks";
  if (at.seen && from.size === at.seen.size && from.root !== at.seen.root) return "log-forks";
  const succession = successionHash(signed);
  return { key: to, seen: old.name === next.name ? at.seen : undefined, succession };
}

/** Follows the successions that begin at the device's key, in order; a refusal for one that does not hold. */
export async function followSuccessions(
  start: LogPosition,
  entries: readonly string[],
  parties: Parties,
): Promise<LogPosition | StatementRefusal> {
  let at = start;
  for (const entry of entries) {
    const next = await followOne(at, entry, parties);
    if (typeof next === "string") return next;
    at = next;
  }
  return at;
}
