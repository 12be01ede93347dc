import type { RoundTerms } from "./round.ts";

type TermsOfVersion5 = Pick<
  RoundTerms,
  "round" | "generation" | "deadline" | "minPeople" | "measurement" | "noise" | "delta" | "ballotKeys" | "sealKey"
>;
type TermsToSign = TermsOfVersion5 & Pick<RoundTerms, "spreadSeconds">;

function parts(site: string, terms: TermsOfVersion5) {
  const { round, generation, deadline, minPeople, measurement, noise, delta, ballotKeys, sealKey } = terms;
  const { featureSchema = "", features, centres, radii, bits, terms: coordinates } = measurement;
  return [
    [site, round, generation, deadline, minPeople, ballotKeys.edge, ballotKeys.aggregator, sealKey, delta],
    [noise.countStdDev, noise.sumStdDev, featureSchema, features, centres, radii, coordinates, bits],
  ];
}

/** The text that is signed: all that a device rests on, in one order. */
export function termsText(site: string, terms: TermsToSign): string {
  return JSON.stringify([...parts(site, terms), [terms.spreadSeconds]]);
}

/** The same for readers of version 5, whose text lacks the waiting time. Devices of later versions then wait by their own rule. */
export function termsTextOfVersion5(site: string, terms: TermsOfVersion5): string {
  return JSON.stringify(parts(site, terms));
}
