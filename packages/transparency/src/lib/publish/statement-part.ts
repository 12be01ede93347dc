import { fromBase64url, toBase64url } from "@sedge/privacy/base64url";
import type { StatementPart } from "../device/statement-part.ts";
import { parseCheckpoint } from "../note/checkpoint.ts";
import { parseNote } from "../note/note.ts";
import { type Publication, publicationBytes } from "../statement/history.ts";
import { readDocument } from "../statement/signed-document.ts";
import { Statement } from "../statement/statement.ts";
import { HASH_BYTES } from "../tree/hash.ts";

/** Hashes, or other pieces of one length, as a part spells them. */
export function joinHashes(hashes: readonly Uint8Array[]): string {
  const [{ length } = new Uint8Array()] = hashes;
  const joined = new Uint8Array(hashes.length * length);
  for (const [at, hash] of hashes.entries()) joined.set(hash, at * length);
  return toBase64url(joined);
}

/** The hashes that a part spells. */
export function splitHashes(joined: string): Uint8Array[] {
  const bytes = fromBase64url(joined);
  return Array.from({ length: Math.ceil(bytes.length / HASH_BYTES) }, (_, at) =>
    bytes.slice(at * HASH_BYTES, (at + 1) * HASH_BYTES),
  );
}

/** Publications as a part spells them. */
export function joinPublications(publications: readonly Publication[]): string {
  return joinHashes(publications.map(publicationBytes));
}

/** What a part is made of: the log's entry and checkpoint as notes, and proofs as `joinHashes` spells them. */
interface Published {
  readonly index: number;
  readonly entry: string;
  readonly checkpoint: string;
  readonly inclusion: string;
  /** Of `sharedProof` from the history's `provenSizes`. */
  readonly consistency: string;
  readonly publications: string;
  readonly successions: readonly string[];
}

/** The signature lines below a note's text, without the dash. */
function signaturesIn(note: string): string[] {
  const lines = note
    .slice(note.lastIndexOf("\n\n") + 2)
    .trimEnd()
    .split("\n");
  return lines.map((line) => line.replace(/^\u2014 /u, ""));
}

/**
 * A checkpoint as a part has it.
 *
 * @throws RangeError for a note that is no checkpoint.
 */
export function checkpointPart(note: string): StatementPart["checkpoint"] {
  const checkpoint = parseCheckpoint(parseNote(note)?.text ?? "");
  if (!checkpoint) throw new RangeError("no checkpoint");
  return { size: checkpoint.size, root: toBase64url(checkpoint.root), signatures: signaturesIn(note) };
}

/**
 * The manifest's part of a statement.
 *
 * @throws RangeError for an entry that is no statement, and for a note that is no checkpoint.
 */
export function statementPart(published: Published): StatementPart {
  const { entry, index, successions } = published;
  const statement = readDocument(Statement, entry)?.document;
  if (!statement) throw new RangeError("no statement");
  return {
    statement,
    signatures: signaturesIn(entry),
    index,
    inclusion: published.inclusion,
    checkpoint: checkpointPart(published.checkpoint),
    consistency: published.consistency,
    publications: published.publications,
    ...(successions.length > 0 ? { successions: [...successions] } : {}),
  };
}
