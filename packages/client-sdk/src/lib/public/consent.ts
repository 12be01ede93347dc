/** What a visitor can agree to. `classify`: work on the device and remember there. `link`: send a blinded identifier, its token and a codeword. `learn`: send shares of one contribution. */
export type ConsentPurpose = "classify" | "link" | "learn";

/**
 * A decision to set. A purpose that is left out stays as it is; one never decided is refused. `link` and `learn` rest on
 * `classify`: without it they count as refused. `"all"` gives the three, `"none"` refuses (or withdraws) them.
 */
export type ConsentChoice = "all" | "none" | { readonly [purpose in ConsentPurpose]?: boolean };

/**
 * Why nothing is decided, or less is given than was decided.
 *
 * - `policy-changed`: what was decided is about another privacy text than the page's. Ask again; nothing is sent meanwhile.
 * - `policy-unnamed`: the page names no privacy text, so `link` and `learn` are refused.
 * - `global-privacy-control`: the browser refuses `link` and `learn`, or another device of the person has.
 * - `tcf-storage`: the TCF string withholds purpose 1, without which nothing is stored.
 * - `tcf-vendor`: the string withholds the vendor, or does not say that it was disclosed.
 * - `tcf-vendor-unnamed`: the page gives no `tcfVendorId`, so nothing but `classify` can be read from the string.
 * - `tcf-publisher`: the publisher restricts the vendor's purposes.
 * - `tcf-purposes`: the string withholds purposes that a purpose of Sedge needs.
 */
export type ConsentReason =
  | "policy-changed"
  | "policy-unnamed"
  | "global-privacy-control"
  | "tcf-storage"
  | "tcf-vendor"
  | "tcf-vendor-unnamed"
  | "tcf-publisher"
  | "tcf-purposes";

/** The decision as it stands. */
export interface ConsentState {
  /** False until the visitor or a consent platform has decided; until then nothing is stored and nothing is sent. */
  readonly decided: boolean;
  /** Purposes given. Never `link` or `learn` under Global Privacy Control. */
  readonly purposes: readonly ConsentPurpose[];
  /** The page's name of the privacy text that the decision was about; empty where it names none. */
  readonly policyVersion: string;
  /** SHA-256 of that text, where the page states it. */
  readonly policySha256?: string | undefined;
  /** Day of the decision in UTC, `YYYY-MM-DD`; empty while undecided. */
  readonly day: string;
  /** Where the decision came from: the page through this API, a TCF platform, Google Consent Mode. */
  readonly source: "none" | "api" | "tcf" | "google-consent-mode";
  /** Whether the browser sends Global Privacy Control. */
  readonly globalPrivacyControl: boolean;
  /**
   * Whether another device of this person has sent Global Privacy Control, as the edge answered when this one linked or reported.
   * `honoured`: `link` and `learn` are refused here too. `overridden`: the visitor has decided on this device since, by `consent.set` or in a TCF
   * dialogue. Absent where no such device is known.
   */
  readonly profileSignal?: "honoured" | "overridden" | undefined;
  /** Why nothing is decided, or less is given than was decided; null where there is no reason but the visitor. */
  readonly because: ConsentReason | null;
  /** SHA-256 of the TCF string that the decision was read from. */
  readonly tcfSha256?: string | undefined;
}

/** Where decisions come from. */
export interface ConsentOptions {
  /**
   * Name of the privacy text in force, 1 to 32 of `A-Z a-z 0-9 . _ -`; the edge refuses receipts that name another.
   * A decision about an earlier text is forgotten. Without a name, `link` and `learn` are refused: what the edge names is
   * not repeated, as it could name another text to each visitor.
   */
  readonly policyVersion?: string;
  /**
   * SHA-256 of that text's UTF-8 bytes, 64 hex digits. Signed receipts name it, so that they prove which text was agreed to. When it
   * changes, the visitor is asked again, as for another name.
   */
  readonly policySha256?: string;
  /**
   * The visitor's decision, where the page knows it already. It does not count for a text that has changed since Sedge stored a
   * decision: call `consent.set` once the visitor has been asked about the new one.
   */
  readonly choice?: ConsentChoice;
  /** Whether a TCF platform on the page (`__tcfapi`) is read. Default true. */
  readonly tcf?: boolean;
  /**
   * The site operator's id on the Global Vendor List. Without one, TCF can give `classify` alone: `link` and `learn`
   * need consent for a vendor that was disclosed.
   */
  readonly tcfVendorId?: number;
  /** Whether Google Consent Mode (`dataLayer`) is read. Default true. */
  readonly googleConsentMode?: boolean;
  /**
   * Whether a refusal is remembered, so that the site's banner need not ask again on every page: one item `sedge:SITE` in `localStorage` with the
   * decision, its day and the text's name, and nothing else about the visitor. Default false: a refusal leaves nothing on the device.
   */
  readonly rememberRefusal?: boolean;
  /**
   * Domain whose hosts share the visitor's decision, such as `shop.example` for `www.shop.example` and `pay.shop.example`: the page's own host or a
   * parent of it. A first-party cookie `sedge-SITE` has the purposes, the day, and the name and hash of the privacy text, for 180 days. A decision counts on
   * the other hosts under the same text alone; a withdrawal counts under any. A refusal is stored too, because the other hosts could
   * not know of it otherwise. Default: none, no cookie is read or written.
   */
  readonly cookieDomain?: string;
}

/** The consent half of the API. */
export interface Consent {
  /**
   * Sets the visitor's decision, over what any platform says. Resolves when it is in force: after a withdrawal, when
   * local data is gone and the erasure at the edge is done or queued.
   * @throws SedgeError `bad-consent` for a choice of another form.
   */
  set(choice: ConsentChoice): Promise<ConsentState>;
  get(): ConsentState;
}
