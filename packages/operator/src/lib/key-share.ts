import { fromBase64url, toBase64url } from "@sedge/privacy/base64url";
import { deriveEpochSeed, deriveShareKey, type PrfKeyPair } from "@sedge/privacy/prf";
import { evaluateBatch } from "@sedge/privacy/voprf";
import type { KeyEpochs, PrfShare } from "@sedge/protocol";
import { derivedKey } from "./derived-key.ts";
import type { Epoch } from "./prf/key-ring.ts";
import { checkElements, SODIUM_GROUP } from "./prf/sodium-group.ts";
import { refusingElements } from "./refusal.ts";
import { type Secret, secretBytes } from "./secret.ts";
import { secureRandom } from "./secure-random.ts";

/**
 * This operator's key share for a site and epoch.
 * @param epochSecret - The epoch's secret from the site's keeper; destroyed when the epoch is retired.
 */
export function keyShare(seed: Secret, epochSecret: Uint8Array, site: string, epoch: number): PrfKeyPair {
  const name = JSON.stringify(["share", seed, toBase64url(epochSecret), site, epoch]);
  return derivedKey(name, () => deriveShareKey(deriveEpochSeed(secretBytes(seed), epochSecret), site, epoch));
}

/** Checks that all are group elements. @throws {Refusal} `bad-group-element` */
export function checkBlinded(blinded: readonly string[]): void {
  refusingElements(() => checkElements(blinded.map(fromBase64url)));
}

/** The key share times each blinded element, with its proof. @throws {Refusal} `bad-group-element` */
export function evaluate(key: PrfKeyPair, blinded: readonly string[]): PrfShare {
  const elements = blinded.map(fromBase64url);
  // 64 bytes, so that the proof's nonce differs from uniform by at most 2^-250.
  const nonce = SODIUM_GROUP.scalarOf(secureRandom(64));
  const { evaluated, proof } = refusingElements(() => evaluateBatch(SODIUM_GROUP, key, elements, nonce));
  return { evaluated: evaluated.map(toBase64url), proof: toBase64url(proof) };
}

/** What an operator publishes of a site's key epochs: their states and public keys. */
export function publishedEpochs(epochs: readonly Epoch[], seed: Secret, site: string): KeyEpochs {
  return {
    epochs: epochs.map(({ epoch, state, secret, since }) => ({
      epoch,
      state,
      publicKey: secret && toBase64url(keyShare(seed, secret, site, epoch).publicKey),
      since,
    })),
  };
}
