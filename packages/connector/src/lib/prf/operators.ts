import type { PublishedShare } from "@sedge/privacy/prf";

/** Both operators of a site, as an owner of records sees them. */
export interface Operators {
  readonly site: string;
  /** The key epoch that they answer for. */
  readonly epoch: number;
  /** Most elements that they take at once. */
  readonly maxElements: number;
  /** Each operator's answer, beside the key that it has published. */
  readonly evaluate: (blinded: readonly Uint8Array[]) => Promise<readonly PublishedShare[]>;
}
