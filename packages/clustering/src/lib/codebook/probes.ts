import type { Cell } from "@sedge/protocol";
import { MAX_CODEWORD_DEPTH } from "@sedge/protocol";
import { depthOf } from "./cell-path.ts";
import { nearestDistances, type Point, squaredBetween } from "./geometry.ts";
import { exp, lengthOf, square } from "../arithmetic/portable.ts";

/**
 * Distance of a probe from its leaf's centre, as a share of the distance to the nearest other leaf: below half, so that
 * it is nearer to its own leaf than to any other, which is how an aggregate's cells are separated again.
 */
export const PROBE_REACH = 0.4;
/** The same in a codebook of one cell, in the features' units, of which the shipped ones go from 0 to 1. */
export const LONE_REACH = 0.2;

export interface ProbeLimits {
  /** A leaf of so many people or more is probed. */
  readonly splitAbove: number;
  /** Most cells more than leaves. */
  readonly spare: number;
}

/**
 * The centres of the next measurement: light leaves as they are, heavy ones as two probes on either side of the centre,
 * along the direction of the surrounding leaves, because people are there. So a cell is counted before it is served. If
 * there is not enough room, leaves with the most people times squared width come first.
 */
export function probed(leaves: readonly Cell[], { splitAbove, spare }: ProbeLimits): Point[] {
  const near = nearestDistances(
    leaves.map(({ centroid }) => centroid),
    4,
  );
  const heavy = leaves
    .map(({ path, count }, index) => ({ index, path, count, gain: count * square(near[index]?.at(-1) ?? 1) }))
    .filter(
      ({ path, count, index }) => count >= splitAbove && depthOf(path) < MAX_CODEWORD_DEPTH && near[index]?.[0] !== 0,
    )
    .toSorted((a, b) => b.gain - a.gain)
    .slice(0, Math.max(0, spare));
  const chosen = new Set(heavy.map(({ index }) => index));
  return leaves.flatMap(({ centroid }, index): Point[] => {
    if (!chosen.has(index)) return [centroid];
    const reach = near[index]?.[0] === undefined ? LONE_REACH : near[index][0] * PROBE_REACH;
    const way = mainDirection(leaves, index, near[index]?.at(-1) ?? 1);
    return [-1, 1].map((side) => centroid.map((x, i) => x + side * reach * way[i]!));
  });
}

/** Unit vector of the direction in which a leaf's neighbours are spread most, each weighed by its people and nearness. */
function mainDirection(leaves: readonly Cell[], index: number, width: number): number[] {
  const centre = leaves[index]!.centroid;
  const others = leaves.flatMap(({ centroid, count }, other) => {
    if (other === index) return [];
    const weight = count * exp(-squaredBetween(centroid, centre) / (2 * square(width)));
    return [{ weight, offset: centroid.map((x, i) => x - centre[i]!) }];
  });
  let way = centre.map((_, i) => 1 / (i + 1));
  for (let step = 0; step < 50; step++) {
    const next = centre.map(() => 0);
    for (const { weight, offset } of others) {
      const along = weight * offset.reduce((sum, x, i) => sum + x * way[i]!, 0);
      offset.forEach((x, i) => (next[i]! += along * x));
    }
    const length = lengthOf(next);
    if (!(length > 0)) break;
    way = next.map((x) => x / length);
  }
  const length = lengthOf(way);
  return way.map((x) => x / length);
}
