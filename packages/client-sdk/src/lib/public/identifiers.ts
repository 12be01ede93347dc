import type { ProofOfControl } from "./proof-of-control.ts";

/**
 * Strong identifiers, one at least. Each is blinded in the worker; none leaves the device or is stored. One that does not fit is
 * reported as a `problem`, and the others are used.
 */
export interface Identifiers {
  readonly email?: string;
  /** International (`+49 …`), or national where `country` is set. */
  readonly phone?: string | number;
  readonly loyalty?: string | number;
  /** The site's own account id, as the site writes it: case and every mark count. A number counts as its digits, below 2^53. */
  readonly account?: string | number;
  /**
   * The one-time secret of a landing link, 22 characters of base64url, for apps that open such links themselves; on a web page
   * Sedge finds it by itself. Given alone.
   */
  readonly landingLink?: string;
  /**
   * How this page proves that the visitor is signed in, where the identifiers belong to two existing profiles; kept like that of
   * `setProof`. Without it such a link is refused with `proof-required`.
   */
  readonly proof?: ProofOfControl;
}

/** Where identification stands. */
export interface IdentifyResult {
  /** `waiting`: kept on the device until the network or the second operator is back. */
  readonly state: "linked" | "waiting";
  /** How many of the person's identifiers are linked at the edge; 0 while waiting. */
  readonly tokens: number;
}
