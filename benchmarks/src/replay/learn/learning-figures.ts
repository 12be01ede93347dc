/** The clusters of a generation that the edge serves. */
export interface PublishedClusters {
  readonly generation: number;
  /** People per cluster ID; noisy if counted in a round. */
  readonly people: Readonly<Record<string, number>>;
}

/** The results of learning from the replayed visits. */
export interface LearningFigures {
  readonly contributions: {
    /** POST requests with contributions from pages to the edge, including repeats. */
    readonly sent: number;
    /** Of these, answered with 200. */
    readonly received: number;
    /** Visits whose ledger has a received contribution. */
    readonly visits: number;
    /** Devices without a browser that contributed. */
    readonly simulatedDevices: number;
    /** Contributions counted by both operators. */
    readonly counted: number | null;
    /** Contributions refused by the operators' check. */
    readonly refused: number;
    readonly bodyBytesP50: number | null;
    readonly bodyBytesP95: number | null;
    /** Time from the browser to the edge and back. */
    readonly tookP50Ms: number | null;
    readonly tookP95Ms: number | null;
  };
  /** The round's cost per person, as the edge states it. */
  readonly epsilon: number;
  readonly delta: number;
  /** The end of the round: `published`, or the reason why not. */
  readonly end: string;
  readonly before: PublishedClusters;
  readonly after: PublishedClusters | null;
  /** Generation that a newly opened page and the still open page got. */
  readonly newPageGeneration: number | null;
  readonly openPageGeneration: number | null;
  /** From the close order to the publication of the generation. */
  readonly publishSeconds: number;
  /** Violations of the promise, as text. */
  readonly faults: readonly string[];
}
