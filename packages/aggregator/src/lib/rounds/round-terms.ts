import { measurementFor } from "@sedge/clustering/codebook";
import { noiseFor, rhoOf, roundRho } from "@sedge/privacy/accountant";
import {
  type Codebook,
  type GenerationReport,
  type RoundRequest,
  type RoundTerms,
  shapeOfMeasurement,
} from "@sedge/protocol";
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

/** Bits of a coordinate in a vote: a 128th of a cell's radius, far below the noise. */
const BITS = 8;
/** The part of a round's cost that is spent on counts; the rest is spent on positions. */
const COUNT_SHARE = 0.5;

/** Standard deviation of the published sums: two operators each add noise of `stdDev`. */
export function publishedStdDev(stdDev: number): number {
  return Math.SQRT2 * stdDev;
}

/**
 * The terms of a round: what it measures, with the noise that makes it cost what was requested.
 * @param report - Of the codebook's generation; undefined for the prior's.
 */
export function termsOf(
  request: RoundRequest,
  codebook: Codebook,
  report: GenerationReport | undefined,
  { ballotKey, sealKey }: PublicKeys,
): Omit<RoundTerms, "signature" | "termsSignature"> {
  const { round, generation, epsilon, delta, minPeople, maxPeople, deadline, spreadSeconds, shards } = request;
  const noise = noiseFor(rhoOf(epsilon, delta), BITS, COUNT_SHARE);
  const measurement = measurementFor(codebook, {
    minPeople: request.codebook.minPeople,
    countStdDev: publishedStdDev(noise.countStdDev),
    explore: report?.next !== "watch",
    bits: BITS,
  });
  const rho = roundRho({ ...noise, ...shapeOfMeasurement(measurement) });
  const asked = { round, generation, delta, minPeople, maxPeople, deadline, spreadSeconds, shards };
  return { ...asked, measurement, noise, rho, ballotKeys: { edge: request.ballotKey, aggregator: ballotKey }, sealKey };
}
