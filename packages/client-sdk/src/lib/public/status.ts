import type { SedgeErrorCode } from "../sedge-error-code.ts";
import type { BackendReport } from "../classification.ts";
import type { ConsentState } from "./consent.ts";

/**
 * Whether the operators prove that they publish the same to everybody.
 *
 * - `unpinned`: the tag does not name the log's key, so this device can't check it.
 * - `proven`: both operators have signed what the manifest says, and it is in the log.
 * - `refused`: the last manifest was not proven so. The last good one is used, or none.
 */
export type StatementState = "unpinned" | "proven" | "refused";

/** How Sedge stands on this page, now. */
export interface Status {
  readonly consent: ConsentState;
  /**
   * `off`: `classify` is not given. `starting`, `running`: the worker. `failed`: it could not be started, neither in a
   * worker nor on the page. `stopped`: `stop()` was called.
   */
  readonly state: "off" | "starting" | "running" | "failed" | "stopped";
  /** Where the classifier runs: in a worker, or on the page where none could be started. Null until it runs. */
  readonly host: "worker" | "page" | null;
  /** What was measured on this device and is used because of it. Null until the classifier runs. */
  readonly backend: BackendReport | null;
  /** `memory` where IndexedDB is not to be had: then nothing outlives the page. */
  readonly storage: "indexeddb" | "memory" | null;
  /** Whether the deployment's two operators are two parties. Null until the manifest has been read. */
  readonly trustTier: "single-operator" | "two-operator" | null;
  /** Whether the site's manifest is proven by a statement in the log. Null until the manifest has been read. */
  readonly statement: StatementState | null;
  /**
   * Until when the site answers an erasure that was filed as a request, in seconds since 1970; null where there is none. Remembered on
   * the device while `classify` is given.
   */
  readonly erasureRequestedUntil: number | null;
  /** Events that wait in memory, 0 to 500. */
  readonly waitingEvents: number;
  /** The last problem, if there was one. `update-needed` stays until the page is loaded again. */
  readonly problem: Problem | null;
}

/** Something that did not work, by a stable code and in one sentence. */
export interface Problem {
  readonly code: SedgeErrorCode;
  readonly message: string;
}
