import type { Cell, Codebook, Measurement } from "@sedge/protocol";
import { frontierOf } from "./frontier.ts";
import { nearestDistances, nearestIndex, type Point, squaredBetween } from "./geometry.ts";
import { mostCells } from "./measurement-for.ts";
import { LONE_REACH, PROBE_REACH } from "./probes.ts";

/** Coordinates are published to four digits; what is nearer than this is the same. */
const ROUNDING = 0.001;

/** The cells of a codebook that a measurement asks about, or undefined if it is of another space or has no offsets. */
export function measuredCells(codebook: Codebook, measurement: Measurement): Cell[] | undefined {
  const { featureSchema, features, terms, bits } = measurement;
  const isOfSpace = featureSchema === codebook.featureSchema && features.join() === codebook.features.join();
  if (!isOfSpace || (terms !== "offset" && terms !== "spread")) return undefined;
  return frontierOf(codebook, mostCells(features.length, terms, bits));
}

/**
 * For each centre of a measurement the index of the cell that it is, or is a part of; undefined if any cell is not asked
 * about, or any centre is no cell's.
 */
export function ownersOf(cells: readonly Cell[], centres: readonly Point[]): number[] | undefined {
  const centroids = cells.map(({ centroid }) => centroid);
  const owners = centres.map((centre) => nearestIndex(centre, centroids));
  const near = nearestDistances(centroids, 1);
  const isOurs = cells.every(({ centroid }, index) => {
    const own = centres.filter((_, cell) => owners[cell] === index);
    const [first] = own;
    if (own.length === 1) return first!.join() === centroid.join();
    const reach = near[index]?.[0] === undefined ? LONE_REACH : near[index][0] * PROBE_REACH;
    return own.length === 2 && own.every((part) => Math.sqrt(squaredBetween(part, centroid)) <= reach + ROUNDING);
  });
  return isOurs ? owners : undefined;
}
