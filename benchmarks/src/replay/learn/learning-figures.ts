/** The clusters of a generation that the edge serves. */
export interface PublishedClusters {
  readonly generation: number;
  /** People in each, by id; noisy where they were counted in a round. */
  readonly people: Readonly<Record<string, number>>;
}

/** What learning from the replayed visits came to. */
export interface LearningFigures {
  readonly contributions: {
    /** POSTs of contributions that reached the edge from pages, repeats included. */
    readonly sent: number;
    /** Of them, answered with 200. */
    readonly received: number;
    /** Visits whose ledger holds a received contribution. */
    readonly visits: number;
    /** Devices without a browser that contributed. */
    readonly crowd: number;
    /** What both operators counted. */
    readonly counted: number | null;
    /** What the operators' check has refused. */
    readonly refused: number;
    readonly bodyBytesP50: number | null;
    readonly bodyBytesP95: number | null;
    /** Browser's way out to the edge and back. */
    readonly tookP50Ms: number | null;
    readonly tookP95Ms: number | null;
  };
  /** What the round costs each person, as the edge states it. */
  readonly epsilon: number;
  readonly delta: number;
  /** How the round ended: `published`, or why not. */
  readonly end: string;
  readonly before: PublishedClusters;
  readonly after: PublishedClusters | null;
  /** Generation that a page opened afterwards was told, and the page that stayed open. */
  readonly newPageGeneration: number | null;
  readonly openPageGeneration: number | null;
  /** From the order to close until the generation was published. */
  readonly publishSeconds: number;
  /** What is not as promised, in words. */
  readonly faults: readonly string[];
}
