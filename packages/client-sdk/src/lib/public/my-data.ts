import type { ConsentPurpose, ConsentState } from "./consent.ts";

/** One request that left the device, byte for byte. */
export interface LedgerEntry {
  /** Number of the entry, rising by one. */
  readonly id: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly method: "GET" | "POST";
  readonly url: string;
  /** The exact body, UTF-8; empty for GET. */
  readonly body: string;
  /** Rows of the promise it carries, 1 to 5; empty for a public file. */
  readonly rows: readonly (1 | 2 | 3 | 4 | 5)[];
  /** The consent under which it was sent. */
  readonly purpose: ConsentPurpose;
  /** Privacy budget it spent, in millionths of epsilon; a contribution that is sent again spends nothing more. */
  readonly microEpsilon: number;
  /** HTTP status; 0 while no answer has come, -1 when the network failed. */
  readonly status: number;
}

/** A cell of a public codebook: its number and the path from the root. */
export interface Codeword {
  readonly generation: number;
  readonly path: string;
}

/** What the edge stores about the visitor's profile. */
export interface EdgeData {
  readonly tokens: readonly string[];
  /** Tokens on this device whose part of a profile is left out, because the proof of control does not speak for them. */
  readonly unproven?: readonly string[];
  readonly edges: readonly {
    readonly a: string;
    readonly b: string;
    /** Signed by both, or two records that are alike; a household's edge joins nobody. */
    readonly kind: "strong" | "fuzzy" | "household";
    /** log2 of the odds that the two are one person's. */
    readonly weight: number;
    readonly operationId: string;
    /** Every operation that the edge rests on. */
    readonly operations: readonly string[];
    /** Of a likeness: what each field adds to the weight. */
    readonly waterfall: readonly { readonly field: string; readonly level: string; readonly weight: number }[];
  }[];
  /** What was done with the profile's tokens, as far back as is kept; `at` in seconds since 1970. */
  readonly history: readonly {
    readonly operationId: string;
    readonly action: "link" | "record" | "unlink" | "undo";
    readonly tokens: readonly string[];
    readonly at: number;
    readonly effective: boolean;
    readonly declined: readonly { readonly weight: number; readonly reason: string }[];
  }[];
  /** Records of other channels; `fields` are tokens by field and kind, which nobody can read. */
  readonly records: readonly { readonly token: string; readonly channel: string; readonly fields: unknown }[];
  readonly observations: readonly { readonly token: string; readonly channel: string; readonly codeword: Codeword }[];
  /** Channels whose systems have sent a token, and so may read its cluster. */
  readonly knownBy: readonly { readonly token: string; readonly channel: string }[];
  /** Landing links that wait to be opened, each sent to the token's holder; `until` in seconds since 1970. */
  readonly landingLinks: readonly { readonly token: string; readonly until: number }[];
  readonly receipts: readonly {
    readonly token: string;
    readonly receipt: {
      readonly purposes: readonly ConsentPurpose[];
      /** Absent where a page that names no text withdrew. */
      readonly policyVersion?: string;
      readonly day: string;
      /** SHA-256 of the text that was shown, where the page stated it. */
      readonly policySha256?: string;
      /** How the decision was made. */
      readonly source?: "api" | "tcf" | "google-consent-mode" | "global-privacy-control";
      /** SHA-256 of the TCF string that the decision was read from. */
      readonly tcfSha256?: string;
    };
  }[];
  /** Its way through the channels; times are full hours, in seconds since 1970. */
  readonly journey: {
    /** When each token was last seen on a channel. */
    readonly seen: readonly { readonly token: string; readonly channel: string; readonly at: number }[];
    /** Changes from one channel to another within 30 days; 3 stands for three times and more. */
    readonly transitions: readonly { readonly from: string; readonly to: string; readonly times: number }[];
    /** Trigger rules that fired, while it is remembered. */
    readonly fired: readonly { readonly rule: string; readonly at: number }[];
    /** Webhooks on their way to a channel's system. */
    readonly webhooks: readonly { readonly token: string; readonly channel: string; readonly rule: string }[];
  };
  /** Rounds in which the profile has drawn its ballot. How it was spent is known to nobody. */
  readonly rounds: readonly string[];
  readonly assignment: {
    readonly clusterId: string;
    readonly clusterName: string;
    readonly generation: number;
    readonly level: number;
    readonly confidence: number;
    readonly channels: readonly string[];
  } | null;
}

/** Everything that Sedge stores about this visitor, on the device and at the edge. */
export interface MyData {
  readonly device: {
    readonly consent: ConsentState;
    /** Counts and sums of the session, never its events; null where nothing is kept. */
    readonly session: unknown;
    readonly ledger: readonly LedgerEntry[];
    /** Messages that wait for the network. */
    readonly outbox: readonly unknown[];
    /** Link tokens on this device. */
    readonly tokens: readonly string[];
    /** The device's privacy budget, and how far it is with the round's contribution; null where nothing is kept. */
    readonly learning: unknown;
    /** The journey's stage, and the days that it rests on; not there where nothing is kept. */
    readonly journey?: unknown;
    /**
     * Everything else that the device keeps about the visitor, by name, such as the edge's last answer, triggers that fired, how fast
     * the device computes, or a landing link that waits for the edge; not there where nothing is kept.
     */
    readonly remembered?: unknown;
  };
  /**
   * Null when no token exists, and `unavailable` when the edge could not be asked. `proof-required`: nothing proved that the visitor is
   * signed in; a proof that was refused is reported as the problem `bad-proof-of-control`.
   */
  readonly edge: EdgeData | null | "unavailable" | "proof-required";
}

/**
 * What an erasure did. `waiting`: queued, and sent as soon as the edge can be reached. `requested`: the device's own part is erased, and
 * the site has been asked to erase the rest by `requestedUntil` (seconds since 1970), because nothing proved that the visitor is signed in.
 */
export interface ErasureReport {
  readonly device: "erased";
  readonly edge: "erased" | "nothing-stored" | "waiting" | "requested";
  readonly requestedUntil?: number;
}

/**
 * Where the requests stand that erasures of this device have filed. `revoked`: the site is no longer asked. `not-found`: none is open under
 * the identifiers that the device knows now: the site has answered, its time is over, or somebody else has asked for the same.
 * `unavailable`: the edge could not be asked; call again.
 */
export interface ErasureRevocation {
  readonly state: "revoked" | "not-found" | "unavailable";
  /** Requests that this call has taken back. */
  readonly revoked: number;
  /** Requests of this device that were not taken back. */
  readonly left: number;
}
