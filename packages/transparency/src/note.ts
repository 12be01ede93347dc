export { fromBase64, toBase64 } from "./lib/note/base64.ts";
export { type Checkpoint, checkpointText, parseCheckpoint } from "./lib/note/checkpoint.ts";
export { cosign, cosignedAt } from "./lib/note/cosignature.ts";
export { isSignedNote, MAX_NOTE_CHARS, noteText, parseNote, type SignedNote, signNote } from "./lib/note/note.ts";
export {
  formatVerifierKey,
  NOTE_SIGNATURE,
  parseVerifierKey,
  verifierKey,
  type VerifierKey,
  WITNESS_COSIGNATURE,
} from "./lib/note/verifier-key.ts";
export type { NoteSigner, VerifySignature } from "./lib/note/signature.ts";
