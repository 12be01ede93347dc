import { measurementFor } from "@sedge/clustering/codebook";
import { noiseFor, rhoOf, roundRho } from "@sedge/privacy/accountant";
import {
  type Codebook,
  type GenerationReport,
  type RoundRequest,
  type RoundTerms,
  shapeOfMeasurement,
} from "@sedge/protocol";
import type { PublicKeys } from "./round-keys.ts";

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
): Omit<RoundTerms, "signature"> {
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
