import { sha256 } from "@noble/hashes/sha2.js";
import type { Checkpoint } from "../note/checkpoint.ts";
import { utf8 } from "../note/signature.ts";
import { HASH_BYTES } from "../tree/hash.ts";

// A device that comes back must see that the log still has what it was shown, and must not name what it was shown: a size
// that it repeats would mark it. So each statement commits to all before it, and the manifest carries the last few
// publications, the same for everybody.

const DOMAIN = utf8("sedge-history/1\n");

/** `history` of a site's first statement. */
export const NO_HISTORY: Uint8Array = new Uint8Array(32);

/** A statement, by its leaf hash, and the checkpoint that it was published under. */
export interface Publication extends Pick<Checkpoint, "size" | "root"> {
  readonly leaf: Uint8Array;
}

/** Bytes of a publication: leaf hash, size, root. */
export const PUBLICATION_BYTES = 72;

/** A publication's bytes, as a manifest carries them and a history commits to them. */
export function publicationBytes({ leaf, size, root }: Publication): Uint8Array {
  const bytes = new Uint8Array(PUBLICATION_BYTES);
  bytes.set(leaf);
  new DataView(bytes.buffer).setBigUint64(HASH_BYTES, BigInt(size));
  bytes.set(root, HASH_BYTES + 8);
  return bytes;
}

/** Reads them. */
export function readPublication(bytes: Uint8Array): Publication {
  const size = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(HASH_BYTES);
  return { leaf: bytes.slice(0, HASH_BYTES), size: Number(size), root: bytes.slice(HASH_BYTES + 8) };
}

/** `history` of the statement that follows the one with this `history` and publication. */
export function extendHistory(history: Uint8Array, publication: Publication): Uint8Array {
  return sha256.create().update(DOMAIN).update(history).update(publicationBytes(publication)).digest();
}
