import type { RoundTerms } from "./round.ts";

type TermsToSign = Pick<
  RoundTerms,
  "round" | "generation" | "deadline" | "minPeople" | "measurement" | "noise" | "delta" | "ballotKeys" | "sealKey"
>;

/** The text that is signed: all that a device rests on, in one order. */
export function termsText(site: string, terms: TermsToSign): string {
  const { round, generation, deadline, minPeople, measurement, noise, delta, ballotKeys, sealKey } = terms;
  const { featureSchema = "", features, centres, radii, bits, terms: coordinates } = measurement;
  return JSON.stringify([
    [site, round, generation, deadline, minPeople, ballotKeys.edge, ballotKeys.aggregator, sealKey, delta],
    [noise.countStdDev, noise.sumStdDev, featureSchema, features, centres, radii, coordinates, bits],
  ]);
}
