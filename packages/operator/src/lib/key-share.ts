import { Refusal } from "./refusal.ts";
import { type Secret, secretBytes } from "./secret.ts";
import { fromBase64url, toBase64url } from "@sedge/privacy/base64url";
import { deriveShareKey, evaluateShare, PrfError, type PrfKeyPair } from "@sedge/privacy/prf";
import type { PrfShare } from "@sedge/protocol";

/** Deriving a key hashes to a scalar and multiplies the generator; once an isolate for each site and epoch is enough. */
const derived = new Map<string, PrfKeyPair>();
const MAX_DERIVED = 64;

/** This operator's key share for a site and epoch. */
export function keyShare(seed: Secret, site: string, epoch: number): PrfKeyPair {
  const name = `${seed} ${site} ${epoch}`;
  let key = derived.get(name);
  if (!key) {
    key = deriveShareKey(secretBytes(seed), site, epoch);
    if (derived.size >= MAX_DERIVED) derived.clear();
    derived.set(name, key);
  }
  return key;
}

/** The key share times each blinded element, with its proof. @throws {Refusal} `bad-group-element` */
export function evaluate(key: PrfKeyPair, blinded: readonly string[]): PrfShare {
  try {
    const { evaluated, proof } = evaluateShare(key, blinded.map(fromBase64url), (bytes) =>
      crypto.getRandomValues(new Uint8Array(bytes)),
    );
    return { evaluated: evaluated.map(toBase64url), proof: toBase64url(proof) };
  } catch (error) {
    if (error instanceof PrfError && error.code === "bad-group-element") throw new Refusal("bad-group-element");
    throw error;
  }
}
