/** Where a network can run, fastest hardware first. */
export type Backend = "webgpu" | "wasm" | "cpu";

/** What was measured on this device, and what is used because of it. */
export interface BackendReport {
  /** Backend used for one row, and for a batch. */
  readonly row: Backend;
  readonly batch: Backend;
  /** `worker`, or `page` where a worker could not be started. */
  readonly host: "worker" | "page";
  /** Median milliseconds for 1 and for 256 rows, of each backend that works here. */
  readonly medianMs: Partial<Record<Backend, { readonly row: number; readonly batch: number }>>;
  /** Why a backend is not used at all, in one sentence. */
  readonly unavailable: Partial<Record<Backend, string>>;
}

/** A feature that moved a prediction. */
export interface Reason {
  readonly feature: string;
  /** Words for people, such as `product pages seen`. */
  readonly label: string;
  /** The visitor's own value. */
  readonly value: number;
  /** How far it moved the prediction's log-odds from what the average visitor's value would have given. */
  readonly effect: number;
}

/** One answer of a model. */
export interface Prediction {
  /** Model that gave it. */
  readonly model: string;
  /** Stable code, such as `purchase` or `reach-9`. */
  readonly code: string;
  readonly label: string;
  /** Calibrated, 0 to 1. */
  readonly probability: number;
  /** The features with the largest effect, at most three. */
  readonly reasons: readonly Reason[];
}

/** One thing that the visitor may want of the visit. */
export interface IntentShare {
  /** Stable code. */
  readonly code: "browse" | "research" | "compare" | "buy" | "support" | "leave";
  readonly label: string;
  /** 0 to 1; those of all six add up to 1. */
  readonly probability: number;
  /** The features, or for `support` the signs, with the largest effect, at most three. */
  readonly reasons: readonly Reason[];
}

/** A sign of friction that has reached its threshold. */
export interface FrictionSignal {
  /** Stable code, such as `rage-click`. */
  readonly code: string;
  readonly label: string;
  /** How often it happened in this session, at least `threshold`. */
  readonly count: number;
  readonly threshold: number;
  /** The most that this sign can add to the score alone, 0 to 1. */
  readonly weight: number;
}

/** Why a visit has no answers about shopping: Sedge's models and clusters are made of visits to shops. */
export interface Abstention {
  /** `too-early`: a later page may show more. `not-applicable`: what was seen is no shop's; a product still changes that. */
  readonly state: "too-early" | "not-applicable";
  /** Stable code. */
  readonly reason: "nothing-seen" | "few-pages" | "no-product";
  /** One sentence for people. */
  readonly message: string;
}

/** Whether the visitor wants help, by documented rules. It needs no shop. */
export interface Support {
  /** 0 to 1; a rule's number. */
  readonly probability: number;
  /** The signs with the largest effect, at most three. */
  readonly reasons: readonly Reason[];
}

/** What got in the visitor's way, by documented rules on what they did. */
export interface Friction {
  /** 0 none to 1; a rule's number, not a probability. */
  readonly score: number;
  /** The strongest first. */
  readonly signals: readonly FrictionSignal[];
}

/** Whether what the visitor came for is settled, by documented rules and the texts that were read. */
export interface Resolution {
  /** 0 to 1, higher: more likely that the person comes back with the same matter. */
  readonly unresolved: number;
  /** The strongest signs, at most three. */
  readonly reasons: readonly {
    /** Stable code, such as `contact-again`. */
    readonly code: string;
    readonly label: string;
    /** The fact itself: a count, or a score of 0 to 1. */
    readonly value: number;
    /** Its strength alone, above 0 to 1. */
    readonly strength: number;
  }[];
}

/** How the visit came in, judged on the device; no address, campaign or name is kept. */
export interface VisitArrival {
  /** Which kind of place brought the visitor. */
  readonly channel: "direct" | "search" | "ad" | "social" | "email" | "message" | "assistant" | "referral";
  /** What showed it. */
  readonly source: "none" | "campaign" | "click-mark" | "referrer" | "landing-link";
}

/** Where the visitor stands with the site, by this device's own history. Never sent. */
export interface Journey {
  readonly stage: "first-visit" | "consider" | "intend" | "buy" | "use" | "trouble" | "lapse";
  /** The day on which this was first found, in UTC, `YYYY-MM-DD`. */
  readonly since: string;
}

/** A trigger rule of the site has fired for the visitor. */
export interface Trigger {
  /** The rule's name. */
  readonly name: string;
}

/** What the device concludes about the session. Made and kept on the device. */
export interface Classification {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Events of the session it rests on. */
  readonly events: number;
  /** What the visitor may want, all six, likeliest first; null where the model is not to be had, and while `abstained` is there. */
  readonly intent: readonly IntentShare[] | null;
  /** Purchase and depth of the visit; none while `abstained` is there. */
  readonly predictions: readonly Prediction[];
  /** Why there are no answers about shopping: no product, cart or checkout was seen. Not there where there are. */
  readonly abstained?: Abstention | undefined;
  readonly support: Support;
  readonly friction: Friction;
  readonly resolution: Resolution;
  /** Not there where nothing is known of it. */
  readonly arrival?: VisitArrival | undefined;
  /** Not there before anything has happened. */
  readonly journey?: Journey | undefined;
  readonly backend: BackendReport;
}

/** The cluster a page personalises with, or why there is none. */
export type ClusterAnswer = ClusterFound | NoCluster;

/** The cluster a page personalises with. */
export interface ClusterFound {
  readonly clusterId: string;
  readonly clusterName: string;
  readonly generation: number;
  /** Depth of the codeword used; 0 is the root, where everybody is. */
  readonly level: number;
  /** 0 to 1, never 1: how sure the cluster is. */
  readonly confidence: number;
  readonly channels: readonly string[];
  /** `edge`: the edge answered. `device`: found here alone, because `link` is not given, the edge is unreachable, or the device may name it no codeword. */
  readonly source: "edge" | "device";
  /**
   * With `device`: why the edge was not used, as a stable code. `codeword-limit`: the codebook changed for the second time in a
   * day, or nothing can be stored, so that what was named would be forgotten with each page.
   */
  readonly because?: "no-link-consent" | "edge-unavailable" | "no-codebook" | "codeword-limit";
  /**
   * The ID is from an earlier visit: IDs are kept for weeks, so that their sequence identifies nobody. `level` and
   * `confidence` describe this visit.
   */
  readonly isHeld?: true;
  /** Trigger rules that fired to this device in this visit, by name; absent where none did. */
  readonly triggers?: readonly string[];
  readonly abstained?: undefined;
}

/**
 * No cluster: neither this visit, an earlier one nor another channel has shown anything that clusters are made of. `cluster()` answers it; the
 * event `cluster` does not come.
 */
export interface NoCluster extends Pick<ClusterFound, "generation" | "channels" | "source" | "because" | "triggers"> {
  readonly clusterId: null;
  readonly clusterName: null;
  readonly level: 0;
  readonly confidence: 0;
  readonly isHeld?: undefined;
  readonly abstained: Abstention;
}
