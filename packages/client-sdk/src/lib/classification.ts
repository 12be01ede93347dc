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

/** What the device concludes about the session. Made and kept on the device. */
export interface Classification {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Events of the session it rests on. */
  readonly events: number;
  readonly predictions: readonly Prediction[];
  readonly backend: BackendReport;
}

/** The cluster a page personalises with. */
export interface ClusterAnswer {
  readonly clusterId: string;
  readonly clusterName: string;
  readonly generation: number;
  /** Depth of the codeword used; 0 is the root, where everybody is. */
  readonly level: number;
  readonly confidence: number;
  readonly channels: readonly string[];
  /** `edge`: the edge answered. `device`: found here alone, because `link` is not given or the edge is away. */
  readonly source: "edge" | "device";
  /** With `device`: why the edge was not used, as a stable code. */
  readonly because?: "no-link-consent" | "edge-unavailable" | "no-codebook";
}
