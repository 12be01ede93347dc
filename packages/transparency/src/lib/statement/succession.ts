import { sha256 } from "@noble/hashes/sha2.js";
import { base64url } from "@sedge/protocol";
import { toBase64url } from "@sedge/privacy/base64url";
import * as v from "valibot";
import { utf8 } from "../note/signature.ts";
import { type SignedDocument, readDocument } from "./signed-document.ts";

/** A verifier key as people exchange it; what it names is checked where it is used. */
const verifierKeyText = v.pipe(v.string(), v.regex(/^[A-Za-z0-9._/:-]{1,80}\+[0-9a-f]{8}\+[A-Za-z0-9+/]{44}$/));

/**
 * One log key follows another: the aggregator's key is rotated (same origin), a log that was lost is begun again under
 * another origin, or a site moves to another aggregator. Signed by both keys, by the site's edge, and by each witness
 * that the site requires.
 */
export const Succession = v.strictObject({
  kind: v.literal("sedge-succession/1"),
  /** The log's key until then, and its last checkpoint: the largest that edge and witnesses have cosigned. */
  from: v.strictObject({
    key: verifierKeyText,
    size: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
    root: base64url(32),
  }),
  to: verifierKeyText,
  /** Seconds since 1970. */
  issued: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
});
export type Succession = v.InferOutput<typeof Succession>;

/** Reads a succession; undefined for anything else. */
export function readSuccession(entry: string): SignedDocument<Succession> | undefined {
  return readDocument(Succession, entry);
}

/** SHA-256 of a succession's text, which the statements that follow it commit to. Its signatures are not in it. */
export function successionHash({ note }: SignedDocument<Succession>): string {
  return toBase64url(sha256(utf8(note.text)));
}
