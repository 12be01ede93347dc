import { square } from "../arithmetic/portable.ts";

/** A place in the feature space, one coordinate a feature. */
export type Point = readonly number[];

/** Squared Euclidean distance of two points of one length. */
export function squaredBetween(a: Point, b: Point): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += square(a[i]! - b[i]!);
  return sum;
}

/** Index of the centre nearest to a point, the first of equals. Throws RangeError without centres. */
export function nearestIndex(point: Point, centres: readonly Point[]): number {
  let nearest = -1;
  let least = Infinity;
  centres.forEach((centre, index) => {
    const squared = squaredBetween(point, centre);
    if (squared < least) [nearest, least] = [index, squared];
  });
  if (nearest < 0) throw new RangeError("no centres");
  return nearest;
}

/** A place, and how much is there. */
export interface Mass {
  readonly point: Point;
  /** At least 0. */
  readonly weight: number;
}

/** Mean of places by their weights; of all alike where nothing weighs anything. Throws RangeError without places. */
export function centreOf(masses: readonly Mass[]): number[] {
  const [first] = masses;
  if (!first) throw new RangeError("nothing has no centre");
  const total = masses.reduce((sum, { weight }) => sum + weight, 0);
  return first.point.map((_, i) =>
    masses.reduce((sum, { point, weight }) => sum + point[i]! * (total > 0 ? weight / total : 1 / masses.length), 0),
  );
}

/** Distances from each centre to the `count` centres nearest to it, nearest first; fewer where there are fewer. */
export function nearestDistances(centres: readonly Point[], count: number): number[][] {
  return centres.map((centre, index) =>
    centres
      .filter((_, other) => other !== index)
      .map((other) => Math.sqrt(squaredBetween(centre, other)))
      .toSorted((a, b) => a - b)
      .slice(0, count),
  );
}

/** Share of the variance of places between the groups of `labels`, 0 to 1; 0 without variance. */
export function explained(masses: readonly Mass[], labels: readonly unknown[]): number {
  const within = (members: readonly Mass[]) => {
    const centre = centreOf(members);
    return members.reduce((sum, { point, weight }) => sum + weight * squaredBetween(point, centre), 0);
  };
  if (masses.length === 0) return 0;
  const total = within(masses);
  const left = [...new Set(labels)].reduce<number>(
    (sum, label) => sum + within(masses.filter((_, index) => labels[index] === label)),
    0,
  );
  return total > 0 ? Math.min(1, Math.max(0, 1 - left / total)) : 0;
}
