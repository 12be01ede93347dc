import * as v from "valibot";
import { base64url } from "./base64url.ts";
import type { RoundTerms } from "./round.ts";

/**
 * The aggregator's word for a round's terms, under its PRF key share of the site, the newest or the one before: a page that pins
 * that key can't be given another operator's keys by the edge, which passes the terms on.
 */
export const RoundSignature = v.strictObject({ evaluated: base64url(32), proof: base64url(64) });
export type RoundSignature = v.InferOutput<typeof RoundSignature>;

/** What kind of statement it is: see `@sedge/privacy/signed-terms`. */
export const ROUND_TERMS_PURPOSE = "round";

type TermsToSign = Pick<
  RoundTerms,
  "round" | "generation" | "deadline" | "minPeople" | "measurement" | "noise" | "delta" | "ballotKeys" | "sealKey"
>;

/** The text that is signed: all that a device rests on, in one order. */
export function termsText(site: string, terms: TermsToSign): string {
  const { round, generation, deadline, minPeople, measurement, noise, delta, ballotKeys, sealKey } = terms;
  const { featureSchema = "", features, centres, radii, bits, terms: told } = measurement;
  return JSON.stringify([
    [site, round, generation, deadline, minPeople, ballotKeys.edge, ballotKeys.aggregator, sealKey, delta],
    [noise.countStdDev, noise.sumStdDev, featureSchema, features, centres, radii, told, bits],
  ]);
}
