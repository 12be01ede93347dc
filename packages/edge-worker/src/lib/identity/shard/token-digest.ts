import { sha256Hex } from "@sedge/operator";
import type { LinkToken } from "@sedge/protocol";

/** SHA-256 of a token. It recognises the token without naming it. */
export function tokenDigest(token: LinkToken): Promise<string> {
  return sha256Hex(new TextEncoder().encode(`erased\n${token}`));
}
