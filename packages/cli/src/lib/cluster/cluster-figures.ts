/** What `sedge cluster --json` prints; null where there are no labels, or too few clusters. */
export interface ClusterFigures {
  /** Sum of squared distances of the points to the nearest centre. */
  readonly inertia: number | null;
  /** Mean silhouette of a sample of the points, -1 to 1. */
  readonly silhouette: number | null;
  /** Adjusted Rand index against the labels. */
  readonly ari: number | null;
  /** Share of the points whose label is the commonest of their cluster. */
  readonly accuracy: number | null;
  /** Spent, all rounds together. */
  readonly epsilon: number;
  readonly delta: number;
  /** What a device sends, all rounds together. */
  readonly bytesPerDevice: number;
  /** Work of a device, all rounds together. */
  readonly msPerDevice: number;
  readonly clusters: number;
}

const shortened = (_key: string, value: unknown) =>
  typeof value === "number" && !Number.isInteger(value) ? Number(value.toPrecision(6)) : value;

/** The figures on one line, for programs. */
export function clusterJson(figures: ClusterFigures): string {
  return JSON.stringify(figures, shortened);
}

/** The figures by name, as people read them. */
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
