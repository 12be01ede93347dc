import { fromBase64, toBase64 } from "../note/base64.ts";
import { MAX_NOTE_CHARS } from "../note/note.ts";
import { HASH_BYTES } from "../tree/hash.ts";

/** What a log sends a witness (C2SP tlog-witness, `add-checkpoint`). */
export interface AddCheckpoint {
  /** Size of the checkpoint that the witness has cosigned last, as the log believes. */
  readonly oldSize: number;
  /** Consistency proof from there. */
  readonly proof: readonly Uint8Array[];
  /** The checkpoint's note. */
  readonly note: string;
}

/** Longest request that is read, in UTF-16 code units: a note, and 63 hashes of 45 characters. */
export const MAX_ADD_CHECKPOINT_CHARS = MAX_NOTE_CHARS + 3_000;

/** The request's body. */
export function addCheckpointBody({ oldSize, proof, note }: AddCheckpoint): string {
  return `old ${oldSize}\n${proof.map((hash) => `${toBase64(hash)}\n`).join("")}\n${note}`;
}

/** Reads the request's body; undefined for anything else. */
export function parseAddCheckpoint(body: string): AddCheckpoint | undefined {
  if (body.length > MAX_ADD_CHECKPOINT_CHARS) return undefined;
  const [, digits, lines = "", note = ""] = /^old (0|[1-9]\d{0,15})\n((?:[^\n]+\n){0,63})\n(.+)$/s.exec(body) ?? [];
  const oldSize = Number(digits);
  const proof = lines.split("\n").slice(0, -1).map(fromBase64);
  const hashes = proof.filter((hash) => hash?.length === HASH_BYTES) as Uint8Array[];
  if (!Number.isSafeInteger(oldSize) || hashes.length < proof.length) return undefined;
  return { oldSize, proof: hashes, note };
}
