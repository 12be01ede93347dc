import { createPrivateKey, createPublicKey } from "node:crypto";
import { formatVerifierKey, NOTE_SIGNATURE, verifierKey } from "@sedge/transparency/note";

/** The aggregator's usual LOG_ORIGIN. */
const ORIGIN = "sedge-log";

/** Verifier key of the log that an aggregator with this `LOG_SEED` keeps, as a page pins it. */
export function logKeyOf(seed: string): string {
  const prefix = Buffer.from("302e020100300506032b657004220420", "hex");
  const der = Buffer.concat([prefix, Buffer.from(seed, "base64url")]);
  const { x = "" } = createPublicKey(createPrivateKey({ key: der, format: "der", type: "pkcs8" })).export({
    format: "jwk",
  });
  return formatVerifierKey(verifierKey(ORIGIN, NOTE_SIGNATURE, Uint8Array.from(Buffer.from(x, "base64url"))));
}
