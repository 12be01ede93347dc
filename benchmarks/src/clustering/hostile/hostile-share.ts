import { sumsOf, voter } from "@sedge/features/vote";
import { noiseFor, rhoOf } from "@sedge/privacy/accountant";
import { drawNoise } from "@sedge/privacy/contribution";
import { discreteGaussians, type RandomSource } from "@sedge/privacy/noise";
import { seededRandom } from "@sedge/privacy/seeded-random";
import { type Measurement, shapeOfMeasurement } from "@sedge/protocol";

/** The effect on a round of a share of devices that send false votes within the rules. */
export interface HostileInfluence {
  /** Number of hostile devices. */
  readonly share: number;
  readonly devices: number;
  /** People added to the attacked cell, and the most that this many votes can add. */
  readonly people: number;
  readonly mostPeople: number;
  /** How far the cell's mean moves, in radii of the cell, and the most that it can move. */
  readonly shift: number;
  readonly mostShift: number;
  /** Share of honest people whom the new means put in another cell. */
  readonly moved: number;
}

const HONEST = 20_000;
const SIDE = 4;
const RADIUS = 0.18;
const TARGET = 5;
const EPSILON = 1;
const DELTA = 1e-6;
const BLOBS = [
  [0.2, 0.25],
  [0.35, 0.6],
  [0.55, 0.3],
  [0.7, 0.75],
  [0.85, 0.4],
] as const;

const middles = Array.from({ length: SIDE ** 2 }, (_, cell) => [
  ((cell % SIDE) + 0.5) / SIDE,
  (Math.floor(cell / SIDE) + 0.5) / SIDE,
]);
const MEASUREMENT: Measurement = {
  features: ["x", "y"],
  centres: middles,
  terms: "offset",
  radii: middles.map(() => RADIUS),
  bits: 8,
};

/** People around five points of the unit square. */
function honestPoints(random: RandomSource): Float64Array {
  const spread = discreteGaussians(90, 2 * HONEST, random);
  return Float64Array.from(spread, (draw, index) => {
    const blob = BLOBS[(index >> 1) % BLOBS.length] ?? BLOBS[0];
    return Math.min(1, Math.max(0, (blob[index % 2] ?? 0) + Number(draw) / 1000));
  });
}

/** Each cell's mean from the opened sums. A nearly empty cell keeps its centre. */
function meansOf(opened: readonly number[]): number[][] {
  const { cells } = shapeOfMeasurement(MEASUREMENT);
  const { counts, offsets } = sumsOf(MEASUREMENT, opened.slice(0, cells), opened.slice(cells));
  return middles.map((middle, cell) => {
    const count = counts[cell] ?? 0;
    return middle.map((at, i) => (count < 100 ? at : at + (offsets[cell]?.[i] ?? 0) / count));
  });
}

function nearest(means: readonly number[][], x: number, y: number): number {
  const distances = means.map(([mx = 0, my = 0]) => (x - mx) ** 2 + (y - my) ** 2);
  return distances.indexOf(Math.min(...distances));
}

/**
 * Hostile devices that follow the rules, because all others are refused: each has a ballot, and all vote for one cell with
 * the longest offset that the proof allows, in one direction. The round is opened with and without them, with the same noise.
 */
export function hostileInfluence(share: number): HostileInfluence {
  const shape = shapeOfMeasurement(MEASUREMENT);
  const points = honestPoints(seededRandom("honest people"));
  const voteAt = voter(MEASUREMENT);
  const honest = new Float64Array(shape.cells * (1 + shape.coordinates));
  const add = (sums: Float64Array, cell: number, values: ArrayLike<number>, times: number) => {
    sums[cell] = (sums[cell] ?? 0) + times;
    const from = shape.cells + cell * shape.coordinates;
    for (let i = 0; i < shape.coordinates; i += 1) sums[from + i] = (sums[from + i] ?? 0) + times * (values[i] ?? 0);
  };
  for (let person = 0; person < HONEST; person += 1) {
    const { cell, values } = voteAt(points, 2 * person);
    add(honest, cell, values, 1);
  }
  const devices = Math.round((HONEST * share) / (1 - share));
  const attacked = honest.slice();
  add(attacked, TARGET, [127, 0], devices);

  const noise = noiseFor(rhoOf(EPSILON, DELTA), MEASUREMENT.bits, 0.5);
  const random = seededRandom("noise");
  const both = [drawNoise(shape, noise, random), drawNoise(shape, noise, random)];
  const open = (sums: Float64Array) =>
    [...sums].map((sum, index) => sum + both.reduce((total, draws) => total + Number(draws[index]), 0));
  const [before, after] = [meansOf(open(honest)), meansOf(open(attacked))];
  const [from = [], to = []] = [before[TARGET], after[TARGET]];
  const shift = Math.hypot(...to.map((at, i) => at - (from[i] ?? 0))) / RADIUS;
  let moved = 0;
  for (let person = 0; person < HONEST; person += 1) {
    const [x = 0, y = 0] = [points[2 * person], points[2 * person + 1]];
    if (nearest(before, x, y) !== nearest(after, x, y)) moved += 1;
  }
  const inCell = open(honest)[TARGET] ?? 0;
  return {
    share,
    devices,
    people: (open(attacked)[TARGET] ?? 0) - inCell,
    mostPeople: devices,
    shift,
    // The honest mean and the hostile offset are at most a diameter apart.
    mostShift: (2 * devices) / (inCell + devices),
    moved: moved / HONEST,
  };
}
