import { base64url, base64urlUpTo } from "@sedge/protocol";
import * as v from "valibot";
import { checkpointText } from "../note/checkpoint.ts";
import { MAX_NOTE_CHARS, noteText } from "../note/note.ts";
import { PUBLICATION_BYTES } from "../statement/history.ts";
import { documentEntry } from "../statement/signed-document.ts";
import { Statement } from "../statement/statement.ts";
import { fromBase64url } from "@sedge/privacy/base64url";

/** Most earlier publications in a manifest: a device that missed more begins like a new one. */
export const MAX_PUBLICATIONS = 4;

/** Most successions that lead from the key a page pins to the log's. Pages pin the new key before. */
export const MAX_SUCCESSIONS = 4;

const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
/** Hashes of a proof, one after the other: at most 63 in a tree of 2^53 leaves. */
const hashes = (most: number) => v.union([v.literal(""), base64urlUpTo(32 * most, 32)]);
/** Signature lines of a note without the dash: the signer's name, and its key id and signature in base64. */
const signatures = v.pipe(v.array(v.pipe(v.string(), v.maxLength(300))), v.minLength(1), v.maxLength(16));

/**
 * The manifest's proof of what it says, the same for everybody. Notes are taken apart, because as strings inside JSON
 * they are a tenth longer; `statementEntry` and `checkpointNote` put them together.
 */
export const StatementPart = v.strictObject({
  statement: Statement,
  /** The edge's and the aggregator's; then the old key's, where the edge's key is new. */
  signatures,
  /** The statement's index in the log. */
  index: whole,
  inclusion: hashes(63),
  /** The log's checkpoint that it was published under, signed by the log and cosigned by the edge and the site's witnesses. */
  checkpoint: v.strictObject({ size: whole, root: base64url(32), signatures }),
  /**
   * That this checkpoint continues those of the publications before, of this log: one shared proof (`shared-proof.ts`), whose first
   * size is the last publication's.
   */
  consistency: hashes(63),
  /** The publications before, the oldest first: the last four, or all. */
  publications: v.union([v.literal(""), base64urlUpTo(PUBLICATION_BYTES * MAX_PUBLICATIONS, PUBLICATION_BYTES)]),
  /** Notes of the successions that lead to the log's key; absent where none does. */
  successions: v.exactOptional(
    v.pipe(v.array(v.pipe(v.string(), v.maxLength(MAX_NOTE_CHARS))), v.maxLength(MAX_SUCCESSIONS)),
  ),
});
export type StatementPart = v.InferOutput<typeof StatementPart>;

const withDash = (line: string) => `\u2014 ${line}`;

/** The log's entry of the statement. */
export function statementEntry({ statement, signatures }: StatementPart): string {
  return documentEntry(statement, signatures.map(withDash));
}

/** The checkpoint as the log of this origin serves it. */
export function checkpointNote(origin: string, { checkpoint }: StatementPart): string {
  const { size, root, signatures } = checkpoint;
  return noteText(checkpointText({ origin, size, root: fromBase64url(root) }), signatures.map(withDash));
}
