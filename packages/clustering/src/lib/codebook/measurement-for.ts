import * as v from "valibot";
import {
  type Codebook,
  elementsOf,
  MAX_MEASUREMENT_CELLS,
  MAX_MEASUREMENT_ELEMENTS,
  Measurement,
  type Cell,
} from "@sedge/protocol";
import { frontierOf } from "./cell-path.ts";
import { nearestDistances, nearestIndex, type Point, squaredBetween } from "./geometry.ts";
import { probed, LONE_REACH, PROBE_REACH } from "./probes.ts";

export interface MeasurementOptions {
  /** k: people that a cell needs before a device names it. */
  readonly minPeople: number;
  /** Standard deviation of the noise in each published count of the round, in people. */
  readonly countStdDev: number;
  /** Whether heavy leaves are measured in parts, so that they can be split; else exactly the codebook's leaves are. Default true. */
  readonly explore?: boolean;
  /** Bits of a coordinate; 8 where not given. */
  readonly bits?: number;
  /** `spread` (default) adds the squared distance too; `offset` is one coordinate a cell shorter. */
  readonly terms?: "offset" | "spread";
}

/** Nearest centres whose mean distance is the length that an offset is cut at. */
const RADIUS_NEIGHBOURS = 4;
/** A leaf is measured in parts if it has so many times the people that a part must have to be a leaf of its own. */
const SPLIT_AT = 2.5;
/** The radius of a codebook of one cell, in the features' units. */
const LONE_RADIUS = 1;
/** Digits of a probe's coordinates and of radii: as a codebook's. */
const DIGITS = 10_000;

/** Most cells that a vote in a space of `d` features has room for. */
export function mostCells(d: number, terms: "offset" | "spread", bits: number): number {
  const coordinates = terms === "spread" ? d + 1 : d;
  const without = elementsOf({ cells: 0, coordinates, bits });
  return Math.min(MAX_MEASUREMENT_CELLS, Math.floor((MAX_MEASUREMENT_ELEMENTS - without) / (coordinates + 1)));
}

/**
 * What the next round asks: a vote over the codebook's leaves, of which heavy ones come in two parts. Where the vote has
 * no room for all leaves, the lightest twigs of the tree are measured as one cell. Throws RangeError where the space has
 * too many features for even one cell.
 */
export function measurementFor(codebook: Codebook, options: MeasurementOptions): Measurement {
  const { minPeople, countStdDev, explore = true, bits = 8, terms = "spread" } = options;
  const most = mostCells(codebook.features.length, terms, bits);
  if (most < 1) throw new RangeError("the codebook has more features than a vote has room for");
  const leaves = frontierOf(codebook, most);
  const splitAbove = explore ? SPLIT_AT * (minPeople + 3 * countStdDev) : Infinity;
  const centres = probed(leaves, { splitAbove, spare: most - leaves.length }).map((centre) => centre.map(rounded));
  const near = nearestDistances(centres, RADIUS_NEIGHBOURS);
  return v.parse(Measurement, {
    featureSchema: codebook.featureSchema,
    features: codebook.features,
    centres,
    terms,
    radii: near.map((distances) => Math.max(1 / DIGITS, rounded(meanOf(distances) ?? LONE_RADIUS))),
    bits,
  });
}

function rounded(x: number): number {
  return Math.round(x * DIGITS) / DIGITS;
}

function meanOf(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
}

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
 * For each centre of a measurement, the index of its cell, or of the cell it is a part of; undefined if any cell is not
 * measured, or any centre belongs to no cell.
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
