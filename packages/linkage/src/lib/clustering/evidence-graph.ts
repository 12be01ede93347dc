/** Weights are rounded to thousandths of a bit. */
export const PER_BIT = 1000;
/** What a pair without an edge counts, in bits: two records that share no block are unlikely to be one person's. */
export const UNCOMPARED_BITS = -1;

/**
 * Nodes 0 to size-1 with evidence between pairs of them. Weights are whole numbers (thousandths of a bit): sums of them are
 * exact in any order, where floating point would make the result depend on it.
 */
export interface EvidenceGraph {
  readonly size: number;
  /** By node: the other node → weight. Symmetric. */
  readonly neighbours: readonly ReadonlyMap<number, number>[];
  /** What a pair inside a cluster counts that was never compared. Under 0. */
  readonly uncompared: number;
  /** By node: nodes that are other people for certain. Symmetric. */
  readonly cannotLink: readonly ReadonlySet<number>[];
  /** By node: attributes that no two nodes of a cluster may both have. */
  readonly exclusive: readonly (readonly string[])[];
}
