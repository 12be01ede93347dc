import { fromBase64url } from "@sedge/privacy/base64url";
import { NOTE_SIGNATURE, type VerifierKey, verifierKey, WITNESS_COSIGNATURE } from "../note/verifier-key.ts";
import type { Witness } from "./statement.ts";

/** Name of the edge's signature below a document. */
export const EDGE = "edge";

/** Name of the aggregator's. */
export const AGGREGATOR = "aggregator";

/** The key that signs documents under this name, from its 32 bytes in base64url. */
export function documentKey(name: string, publicKey: string): VerifierKey {
  return verifierKey(name, NOTE_SIGNATURE, fromBase64url(publicKey));
}

/** Name of a site's edge as a witness of the log. */
export function edgeWitnessName(site: string): string {
  return `${EDGE}/${site}`;
}

/** The key that cosigns checkpoints. */
export function witnessKey({ name, key }: Witness): VerifierKey {
  return verifierKey(name, WITNESS_COSIGNATURE, fromBase64url(key));
}
