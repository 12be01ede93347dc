import { type Checkpoint, parseCheckpoint } from "../note/checkpoint.ts";
import { isSignedNote, parseNote } from "../note/note.ts";
import type { VerifySignature } from "../note/signature.ts";
import type { VerifierKey } from "../note/verifier-key.ts";
import { EMPTY_ROOT } from "../tree/hash.ts";
import { isConsistent } from "../tree/verify-proof.ts";

/** Why a witness does not cosign. */
export type WitnessRefusal =
  /** No checkpoint of this log. */
  | "checkpoint-invalid"
  /** Not signed by the log's key. */
  | "log-unsigned"
  /** Smaller than the last one that the witness has seen. */
  | "log-shrinks"
  /** The proof does not show that it continues the last one. */
  | "log-forks";

/** A witness has seen nothing of a log. */
const NOTHING: Pick<Checkpoint, "size" | "root"> = { size: 0, root: EMPTY_ROOT };

/**
 * Whether a witness may cosign a checkpoint: only what continues the last one that it has cosigned. The caller stores
 * the checkpoint as the last one *before* it signs, or a crash lets it sign a fork.
 *
 * @param seen - The last one; undefined for a log that the witness meets for the first time.
 * @param proof - Consistency proof from the last one's size.
 */
export async function witnessCheckpoint(
  log: VerifierKey,
  seen: Pick<Checkpoint, "size" | "root"> | undefined,
  note: string,
  proof: readonly Uint8Array[],
  verify: VerifySignature,
): Promise<Checkpoint | WitnessRefusal> {
  const signed = parseNote(note);
  const checkpoint = signed && parseCheckpoint(signed.text);
  if (!checkpoint || checkpoint.origin !== log.name) return "checkpoint-invalid";
  if (!(await isSignedNote(signed, log, verify))) return "log-unsigned";
  const { size, root } = seen ?? NOTHING;
  if (checkpoint.size < size) return "log-shrinks";
  return isConsistent(size, checkpoint.size, proof, root, checkpoint.root) ? checkpoint : "log-forks";
}
