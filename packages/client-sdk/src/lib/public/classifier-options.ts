import type { ConsentOptions } from "./consent.ts";
import type { IntentSet } from "./text.ts";

/** A kind of thing that Sedge notices by itself. */
export type Signal =
  | "pages"
  | "dwell"
  | "scroll"
  | "clicks"
  | "rage-clicks"
  | "dead-clicks"
  | "errors"
  | "searches"
  | "fields"
  | "texts"
  | "shop-steps";

/** How a classifier is set up. `site` and `endpoint` are required. */
export interface ClassifierOptions {
  /** The site's name at the edge: lower-case letters, digits and hyphens, 1 to 40 characters. */
  readonly site: string;
  /** Address of the edge, `https:` (or `http:` on a loopback address). */
  readonly endpoint: string;
  readonly consent?: ConsentOptions;
  /**
   * Address, full or from the page, of the folder that serves Sedge's own files (`dist/script`: worker, models, WASM). Default: `/sedge/`
   * on the page's origin, where `sedge-assets` has them served; the `script` folder beside the package where modules are served unbundled.
   */
  readonly assets?: string;
  /**
   * Whether this is a web page or a webview of an app. Default: `app` where the app has put its bridge on the page, else
   * `web`.
   */
  readonly channel?: "web" | "app";
  /** ISO 3166 country (two capital letters) whose phone numbers may come without a country code. */
  readonly country?: string;
  /**
   * The verifier key of the aggregator's log (`origin+id+key`, as `sedge tag` prints it). A manifest that both operators have not stated in that log is
   * refused. Verifier keys of witnesses may follow, each after a space: their cosignatures are required too.
   *
   * Without a log: the aggregator's PRF public key, base64url of 32 bytes; an edge that names another is refused. While keys
   * rotate, both: the new one and the one before, a space between; with the new one alone, profiles are not carried over on this page.
   */
  readonly aggregatorKey?: string;
  /** Which signals are captured without a call. Default: all. `false`: none. A signal left out of an object is captured. */
  readonly autoCapture?: boolean | { readonly [signal in Signal]?: boolean };
  /**
   * Tag managers that are read, so that the site needs no new code: `ga4`, the e-commerce events of its `dataLayer`; `segment`,
   * the calls of `window.analytics`. Reading only: each goes on as it came. Default: none.
   */
  readonly read?: readonly ("ga4" | "segment")[];
  /** The support intents that texts are sorted by. Default `intent-general`. Fetched with the first text that is asked for one. */
  readonly intents?: IntentSet;
  /** Backends not to try, for sites that know better. Default: none. */
  readonly withoutBackends?: readonly ("webgpu" | "wasm" | "cpu")[];
}
