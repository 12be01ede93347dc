import * as v from "valibot";
import { base64url } from "./base64url.ts";

/**
 * Secret of a landing link, as the fragment of a landing link carries it: `#sedge=` and 16 random bytes. Its link key is
 * `landingLinkKeys` of `@sedge/privacy/landing-link`. Neither servers nor referrers see a fragment.
 *
 * A connector offers it: a delivered `link`, signed by the recipient's tokens and the landing link's, of which `kinds` says
 * `landingLink`, with `landingLinkUntil`. A device takes it, once: a `link` signed by the landing link's key and a key of its own, with
 * the same kind and no time. The edge then forgets whose it was.
 */
export const LandingLinkSecret = base64url(16);

/** Until when a landing link is offered, in seconds since 1970, at most 30 days ahead. */
export const LandingLinkUntil = v.pipe(v.number(), v.integer(), v.minValue(0));

/** Name of the fragment's parameter that carries a secret. */
export const LANDING_LINK_PARAMETER = "sedge";
