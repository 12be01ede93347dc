import { sha256 } from "@noble/hashes/sha2.js";
import type { Checkpoint } from "../note/checkpoint.ts";
import { utf8 } from "../note/signature.ts";

// A device that comes back must see that the log still has what it was shown, and must not name what it was shown: a size
// that it repeats would mark it. So each statement commits to all before it, and the manifest carries the last few
// digests, the same for everybody.

const DOMAIN = utf8("sedge-history/1\n");

/** `history` of a site's first statement. */
export const NO_HISTORY: Uint8Array = new Uint8Array(32);

/** Digest of a statement, by its leaf hash, and of the checkpoint that it was published under. */
export function publicationDigest(leaf: Uint8Array, { size, root }: Pick<Checkpoint, "size" | "root">): Uint8Array {
  const leaves = new Uint8Array(8);
  new DataView(leaves.buffer).setBigUint64(0, BigInt(size));
  return sha256.create().update(DOMAIN).update(leaf).update(leaves).update(root).digest();
}

/** `history` of the statement that follows the one with this `history` and publication. */
export function extendHistory(history: Uint8Array, publication: Uint8Array): Uint8Array {
  return sha256.create().update(DOMAIN).update(history).update(publication).digest();
}
