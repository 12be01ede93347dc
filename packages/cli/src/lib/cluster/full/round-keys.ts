import { deriveBallotKey } from "@sedge/privacy/ballot";
import { toBase64url } from "@sedge/privacy/base64url";
import type { PrfKeyPair } from "@sedge/privacy/prf";
import type { RandomSource } from "@sedge/privacy/noise";
import * as v from "valibot";

/** The context that keys, shares and ballots of a round are bound to. */
export interface RoundName {
  readonly site: string;
  readonly round: string;
}

const Seed = v.custom<Uint8Array>((value) => value instanceof Uint8Array && value.length === 32);

/** All secrets of a simulated round, of both operators, so that several threads can simulate them. */
export const RoundSecrets = v.object({
  site: v.string(),
  round: v.string(),
  edgeBallotSeed: Seed,
  aggregatorBallotSeed: Seed,
  sealSeed: Seed,
  verifyKey: Seed,
});
export type RoundSecrets = v.InferOutput<typeof RoundSecrets>;

/** Secrets for a new round. */
export function drawSecrets(site: string, random: RandomSource): RoundSecrets {
  return {
    site,
    round: toBase64url(random(16)),
    edgeBallotSeed: random(32),
    aggregatorBallotSeed: random(32),
    sealSeed: random(32),
    verifyKey: random(32),
  };
}

/** The edge's ballot key of the round. */
export function edgeBallotKey({ site, round, edgeBallotSeed }: RoundSecrets): PrfKeyPair {
  return deriveBallotKey(edgeBallotSeed, site, round);
}

/** The aggregator's ballot key of the round. */
export function aggregatorBallotKey({ site, round, aggregatorBallotSeed }: RoundSecrets): PrfKeyPair {
  return deriveBallotKey(aggregatorBallotSeed, site, round);
}
