import type { PublishedShare } from "@sedge/privacy/prf";

/** Both operators of a site, for an owner of records. */
export interface Operators {
  readonly site: string;
  /** The key epoch of their responses. */
  readonly epoch: number;
  /** Largest number of elements in one request. */
  readonly maxElements: number;
  /** Each operator's response with its published key. */
  readonly evaluate: (blinded: readonly Uint8Array[]) => Promise<readonly PublishedShare[]>;
}
