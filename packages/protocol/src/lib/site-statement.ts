import * as v from "valibot";
import { base64url } from "./base64url.ts";

// Notes and proofs are text here; `@sedge/transparency` has what they say, and checks it.

const note = v.pipe(v.string(), v.minLength(1), v.maxLength(8_192));
const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
/** Hashes of a proof, one after the other, in base64url. */
const hashes = v.pipe(v.string(), v.maxLength(4_096));

/** Edge to aggregator: the site's next statement, or only the question what has been published. */
export const StatementRequest = v.strictObject({
  /** The statement's text as a note with the edge's signature. Absent: only asks. */
  note: v.exactOptional(note),
  /** Size of the site's checkpoint that the edge has cosigned last; 0 for none. */
  seen: whole,
});
export type StatementRequest = v.InferOutput<typeof StatementRequest>;

/** What the log has of a site: its last statement with the proofs, and what the next one must continue. */
export const PublishedStatement = v.object({
  /** The log's verifier key. */
  logKey: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
  /** Null before the site's first statement. */
  last: v.nullable(
    v.object({
      index: whole,
      /** The log's entry: the statement as a note with both signatures. */
      entry: note,
      /** The checkpoint that it was published under, signed by the log. */
      checkpoint: note,
      inclusion: hashes,
      consistency: hashes,
      publications: hashes,
      /** That this checkpoint continues that of the size which the edge has seen. */
      fromSeen: hashes,
    }),
  ),
  next: v.object({
    number: v.pipe(whole, v.minValue(1)),
    history: base64url(32),
    previousSize: v.nullable(whole),
    /** When the site's last statements were issued, the newest last. */
    issued: v.pipe(v.array(whole), v.maxLength(4)),
  }),
});
export type PublishedStatement = v.InferOutput<typeof PublishedStatement>;
