export { ed25519PublicKey, importSigningKey, sign, type SigningKey, verify } from "./lib/signing-key.ts";
