/** Evidence that two nodes are one person, or one household. */
export interface ClusterEdge {
  readonly a: string;
  readonly b: string;
  /** log2 odds: positive supports one entity, negative two. */
  readonly weight: number;
  /** A household edge never joins entities. */
  readonly kind: "strong" | "fuzzy" | "household";
}

/** What no evidence may override. */
export interface ClusterConstraints {
  /** Pairs of nodes that are two people. */
  readonly cannotLink: readonly (readonly [string, string])[];
  /** Attributes of a node which no two nodes of one person may both have, such as `channel:crm`. */
  readonly exclusive: ReadonlyMap<string, readonly string[]>;
}

/** No constraints. */
export const NO_CONSTRAINTS: ClusterConstraints = { cannotLink: [], exclusive: new Map() };
