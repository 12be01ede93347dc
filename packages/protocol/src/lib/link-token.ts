import * as v from "valibot";
import { base64url } from "./base64url.ts";

/**
 * A link token: the 32-byte Ed25519 public key derived from a strong identifier through the split-key PRF (promise
 * row 2). Being the key itself, it needs no registration: who signs with it possesses the identifier.
 */
export const LinkToken = v.pipe(base64url(32), v.brand("LinkToken"));
export type LinkToken = v.InferOutput<typeof LinkToken>;
