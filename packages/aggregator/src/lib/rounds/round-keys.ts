import { ballotKeyOf, roundSeed } from "@sedge/operator/rounds";
import type { Secret } from "@sedge/operator";
import { toBase64url } from "@sedge/privacy/base64url";
import { deriveSealKey, type SealKeyPair } from "@sedge/privacy/seal";

/** The key pair that the round's shares are sealed to. */
export function sealKeyOf(seed: Secret, secret: Uint8Array, site: string, round: string): Promise<SealKeyPair> {
  return deriveSealKey(roundSeed(seed, secret), site, round);
}

/** This operator's public keys of a round, in base64url, as its terms state them. */
export interface PublicKeys {
  readonly ballotKey: string;
  readonly sealKey: string;
}

/** The public halves of the round's keys. */
export async function publicKeysOf(seed: Secret, secret: Uint8Array, site: string, round: string): Promise<PublicKeys> {
  const { publicKey } = await sealKeyOf(seed, secret, site, round);
  return {
    ballotKey: toBase64url(ballotKeyOf(seed, secret, site, round).pair.publicKey),
    sealKey: toBase64url(publicKey),
  };
}
