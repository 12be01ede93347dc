import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import { fromBase64, toBase64 } from "./base64.ts";
import { type NoteSigner, utf8, type VerifySignature } from "./signature.ts";
import { isKeyName, NOTE_SIGNATURE, type VerifierKey, verifierKey } from "./verifier-key.ts";

/** Longest note that is read, in UTF-16 code units: a checkpoint with the log's signature and 16 cosignatures is under 3,000. */
export const MAX_NOTE_CHARS = 8_192;

/** Most signatures of a note. */
const MAX_SIGNATURES = 32;

/** A line below a note's text. It proves nothing before it is verified with a key that the reader has from elsewhere. */
interface NoteSignature {
  readonly name: string;
  /** Key id, in hex. */
  readonly id: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** A signed note (C2SP signed-note). */
export interface SignedNote {
  /** What is signed, with the newline that ends it. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

function parseSignature(line: string): NoteSignature | undefined {
  const [, name = "", encoded = ""] = /^\u2014 (\S+) (\S+)$/u.exec(line) ?? [];
  const bytes = fromBase64(encoded);
  if (!isKeyName(name) || !bytes || bytes.length < 5) return undefined;
  return { name, id: bytesToHex(bytes.subarray(0, 4)), bytes: bytes.slice(4) };
}

/** The note that `note` spells; undefined for anything else. */
export function parseNote(note: string): SignedNote | undefined {
  // oxlint-disable-next-line no-control-regex -- notes have none but the newline
  if (note.length > MAX_NOTE_CHARS || /[\u0000-\u0009\u000B-\u001F]/u.test(note)) return undefined;
  const split = note.lastIndexOf("\n\n");
  if (split < 1 || !note.endsWith("\n")) return undefined;
  const lines = note.slice(split + 2, -1).split("\n");
  const signatures = lines.map(parseSignature).filter((signature) => signature !== undefined);
  if (lines.length > MAX_SIGNATURES || signatures.length < lines.length) return undefined;
  return { text: note.slice(0, split + 1), signatures };
}

/** The lines of this key, of which a note has one; a second one is for the caller to verify too. */
export function signaturesOf(note: SignedNote, key: VerifierKey): readonly NoteSignature[] {
  return note.signatures.filter(({ name, id }) => name === key.name && id === key.id);
}

/** Whether the key has signed the note, and every line under its name and id is its signature. */
export async function isSignedNote(note: SignedNote, key: VerifierKey, verify: VerifySignature): Promise<boolean> {
  const found = signaturesOf(note, key);
  if (key.type !== NOTE_SIGNATURE || found.length === 0) return false;
  for (const { bytes } of found) if (!(await verify(key.publicKey, utf8(note.text), bytes))) return false;
  return true;
}

/** A signature line, without the newline that ends it. */
export function signatureLine(key: VerifierKey, signature: Uint8Array): string {
  return `\u2014 ${key.name} ${toBase64(Uint8Array.of(...hexToBytes(key.id), ...signature))}`;
}

/** The signature line for a note's text under this name. */
export async function signNote(text: string, name: string, signer: NoteSigner): Promise<string> {
  const key = verifierKey(name, NOTE_SIGNATURE, signer.publicKey);
  return signatureLine(key, await signer.sign(utf8(text)));
}

/** A note of its text and signature lines. */
export function noteText(text: string, lines: readonly string[]): string {
  return `${text}\n${lines.map((line) => `${line}\n`).join("")}`;
}
