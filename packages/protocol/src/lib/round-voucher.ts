import * as v from "valibot";
import { base64url } from "./base64url.ts";
import type { RoundTerms } from "./round.ts";

/**
 * The aggregator's word for a round's terms, under its PRF key share of the site, the newest or the one before: a page that pins
 * that key can't be given another operator's keys by the edge, which passes the terms on.
 */
export const RoundVoucher = v.strictObject({ evaluated: base64url(32), proof: base64url(64) });
export type RoundVoucher = v.InferOutput<typeof RoundVoucher>;

/** What kind of statement it is: see `@sedge/privacy/voucher`. */
export const ROUND_VOUCHER_PURPOSE = "round";

type VouchedTerms = Pick<
  RoundTerms,
  "round" | "generation" | "deadline" | "minPeople" | "measurement" | "noise" | "delta" | "ballotKeys" | "sealKey"
>;

/** The text that is vouched for: all that a device rests on, in one order. */
export function vouchedText(site: string, terms: VouchedTerms): string {
  const { round, generation, deadline, minPeople, measurement, noise, delta, ballotKeys, sealKey } = terms;
  const { featureSchema = "", features, centres, radii, bits, terms: told } = measurement;
  return JSON.stringify([
    [site, round, generation, deadline, minPeople, ballotKeys.edge, ballotKeys.aggregator, sealKey, delta],
    [noise.countStdDev, noise.sumStdDev, featureSchema, features, centres, radii, told, bits],
  ]);
}
