/** Output of `sedge cluster --json`; null without labels, or with too few clusters. */
export interface ClusterFigures {
  /** Sum of squared distances of the points to the nearest centre. */
  readonly inertia: number | null;
  /** Mean silhouette of a sample of the points, -1 to 1. */
  readonly silhouette: number | null;
  /** Adjusted Rand index against the labels. */
  readonly ari: number | null;
  /** Share of the points whose label is the commonest of their cluster. */
  readonly accuracy: number | null;
  /** Total spent over all rounds. */
  readonly epsilon: number;
  readonly delta: number;
  /** Bytes that a device sends over all rounds. */
  readonly bytesPerDevice: number;
  /** Processor time of a device over all rounds. */
  readonly msPerDevice: number;
  readonly clusters: number;
}

const shortened = (_key: string, value: unknown) =>
  typeof value === "number" && !Number.isInteger(value) ? Number(value.toPrecision(6)) : value;

/** The figures as one line, for programs. */
export function clusterJson(figures: ClusterFigures): string {
  return JSON.stringify(figures, shortened);
}

/** The figures with their names, for people. */
export function clusterLines(figures: ClusterFigures, rounds: number, accountant: string): string[] {
  const named: [string, number | null][] = [
    ["inertia", figures.inertia],
    ["silhouette", figures.silhouette],
    ["adjusted Rand index", figures.ari],
    ["accuracy", figures.accuracy],
    ["bytes a device", figures.bytesPerDevice],
    ["ms a device", figures.msPerDevice],
  ];
  return [
    ...named.flatMap(([name, value]) => (value === null ? [] : [`${name.padEnd(20)} ${Number(value.toPrecision(6))}`])),
    `${"budget spent".padEnd(20)} ε ${figures.epsilon.toPrecision(4)} at δ ${figures.delta.toPrecision(3)}, ${rounds} rounds (${accountant})`,
  ];
}
