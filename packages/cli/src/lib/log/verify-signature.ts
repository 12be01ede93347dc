import { verify } from "@sedge/privacy/ed25519";
import type { VerifySignature } from "@sedge/transparency/note";

/** Ed25519, by the platform. */
export const verifySignature: VerifySignature = (publicKey, message, signature) =>
  verify(crypto.subtle, publicKey, message, signature);
