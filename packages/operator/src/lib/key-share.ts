import { Refusal } from "./refusal.ts";
import { type Secret, secretBytes } from "./secret.ts";
import { fromBase64url, toBase64url } from "@sedge/privacy/base64url";
import {
  checkElements,
  deriveEpochSeed,
  deriveShareKey,
  evaluateShare,
  PrfError,
  type PrfKeyPair,
} from "@sedge/privacy/prf";
import type { PrfShare } from "@sedge/protocol";

/** Deriving a key hashes to a scalar and multiplies the generator; once an isolate for each site and epoch is enough. */
const derived = new Map<string, PrfKeyPair>();
const MAX_DERIVED = 64;

/**
 * This operator's key share for a site and epoch.
 * @param epochSecret - What the site's keeper holds of the epoch; gone once it is retired.
 */
export function keyShare(seed: Secret, epochSecret: Uint8Array, site: string, epoch: number): PrfKeyPair {
  const name = `${seed} ${toBase64url(epochSecret)} ${site} ${epoch}`;
  let key = derived.get(name);
  if (!key) {
    key = deriveShareKey(deriveEpochSeed(secretBytes(seed), epochSecret), site, epoch);
    if (derived.size >= MAX_DERIVED) derived.clear();
    derived.set(name, key);
  }
  return key;
}

/** Refuses what is no element. @throws {Refusal} `bad-group-element` */
export function checkBlinded(blinded: readonly string[]): void {
  refusing(() => checkElements(blinded.map(fromBase64url)));
}

/** The key share times each blinded element, with its proof. @throws {Refusal} `bad-group-element` */
export function evaluate(key: PrfKeyPair, blinded: readonly string[]): PrfShare {
  const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes));
  const { evaluated, proof } = refusing(() => evaluateShare(key, blinded.map(fromBase64url), random));
  return { evaluated: evaluated.map(toBase64url), proof: toBase64url(proof) };
}

function refusing<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof PrfError && error.code === "bad-group-element") throw new Refusal("bad-group-element");
    throw error;
  }
}
