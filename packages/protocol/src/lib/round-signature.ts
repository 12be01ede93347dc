import * as v from "valibot";
import { base64url } from "./base64url.ts";

/**
 * The aggregator's word for a round's terms, under its PRF key share of the site, the newest or the one before: a page that pins
 * that key can't be given another operator's keys by the edge, which passes the terms on.
 */
export const RoundSignature = v.object({ evaluated: base64url(32), proof: base64url(64) });
export type RoundSignature = v.InferOutput<typeof RoundSignature>;

/** What kind of statement it is: see `@sedge/privacy/signed-terms`. */
export const ROUND_TERMS_PURPOSE = "round";

/** The same for a window of metrics. */
export const WINDOW_TERMS_PURPOSE = "window";
