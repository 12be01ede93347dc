import { square, wholePower } from "../arithmetic/portable.ts";
import { type Lattice, type LatticeNeighbour, neighboursOf } from "./lattice.ts";
import { NO_CLUSTER } from "./weighted-cells.ts";

/** People counted in the cells of a lattice. */
export interface LatticeCounts extends Lattice {
  /** People of each cell; noisy, so possibly below 0. */
  readonly counts: readonly number[];
  /** Standard deviation of the noise in each count, in people. */
  readonly countStdDev: number;
}

/** Counts averaged over neighbours. */
interface Density {
  readonly values: Float64Array;
  /** Standard deviation of a value where the true density is this: noise, and chance in who is there. */
  readonly deviationAt: (value: number) => number;
  /** Mean density around a person. */
  readonly typical: number;
}

/** Most steps of smoothing. Each widens what a value averages by a cell on every side. */
const MOST_SMOOTHING = 3;
/** Smoothing ends when the deviation is below this share of the typical density. */
const SHARP = 0.2;
/** A dense cell is this many deviations above an empty one. */
const SURE = 3;
/** A dense cell has at least this share of the typical density. */
const DENSE = 0.3;
/** Two clusters are apart where the density between them is surely below this share of the sparser one's. */
const VALLEY = 0.7;
/** Least share of the people in a cluster. */
const LEAST_SHARE = 0.01;
/** A cell beside a cluster belongs to it if it has this share of the typical density. */
const FRINGE = 0.02;

/**
 * Clusters of any shape in noisy counts of equal cells: connected dense cells, divided where the density between two parts
 * is a valley. Labels from 0 in the order of the cells, or `NO_CLUSTER`. Counts are smoothed only as far as their noise
 * requires, so fine gaps stay open where the noise is low.
 */
export function denseShapes(cells: LatticeCounts): number[] {
  const near = neighboursOf(cells);
  const density = densityOf(cells, near);
  const least = Math.max(SURE * density.deviationAt(0), DENSE * density.typical);
  const people = cells.counts.reduce((sum, count) => sum + Math.max(0, count), 0);
  const parts = separateParts(density, near, least, LEAST_SHARE * people);
  const labels = cells.counts.map(() => NO_CLUSTER);
  const numbers = new Map<number, number>();
  parts.forEach((part, cell) => {
    if (part < 0) return;
    const number = numbers.get(part) ?? numbers.size;
    numbers.set(part, number);
    labels[cell] = number;
  });
  return withFringe(labels, density, near);
}

/** Averages each value over its neighbours with the weights 1, 2, 1 along each feature; a missing neighbour counts 0. */
export function smoothed(near: readonly (readonly LatticeNeighbour[])[], values: ArrayLike<number>, d: number) {
  return Float64Array.from(
    near,
    (cells) =>
      cells.reduce((sum, { cell, apart }) => sum + values[cell]! * wholePower(2, d - apart), 0) / wholePower(4, d),
  );
}

/** Variance of a smoothed value, in units of the variance of a count: the squares of 1, 2, 1 smoothed `steps` times. */
export function smoothedVariance(steps: number, d: number): number {
  // The weights are binomial coefficients of 2·steps over 4^steps; their squares sum to C(4·steps, 2·steps) over 16^steps.
  const middle = 2 * steps;
  let sum = 1;
  for (let i = 1; i <= middle; i++) sum *= (middle + i) / (4 * i);
  return wholePower(sum, d);
}

function densityOf(
  { counts, countStdDev, sizes }: LatticeCounts,
  near: readonly (readonly LatticeNeighbour[])[],
): Density {
  const d = sizes.length;
  let values = Float64Array.from(counts);
  for (let steps = 1; ; steps++) {
    values = smoothed(near, values, d);
    const share = smoothedVariance(steps, d);
    const deviationAt = (value: number) => Math.sqrt(share * (square(countStdDev) + Math.max(0, value)));
    const typical = typicalOf(values);
    if (steps === MOST_SMOOTHING || deviationAt(typical) <= SHARP * typical) return { values, deviationAt, typical };
  }
}

/** Mean of the positive values, each weighted by itself. */
export function typicalOf(values: ArrayLike<number>): number {
  let [squares, sum] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    const value = Math.max(0, values[i]!);
    squares += square(value);
    sum += value;
  }
  return sum > 0 ? squares / sum : 0;
}

/**
 * The part of each cell, or -1. Cells are added from the densest down; each joins the densest part that it touches. Where
 * it touches two, they become one, unless both have enough people and the density here is surely a valley between them.
 */
function separateParts(
  { values, deviationAt }: Density,
  near: readonly (readonly LatticeNeighbour[])[],
  least: number,
  fewest: number,
): Int32Array {
  const parent = new Int32Array(values.length).fill(-1);
  const people = values.slice();
  const squares = values.map(square);
  const rootOf = (cell: number): number => {
    let root = cell;
    while (parent[root] !== root) root = parent[root]!;
    parent[cell] = root;
    return root;
  };
  const join = (kept: number, gone: number) => {
    parent[gone] = kept;
    people[kept]! += people[gone]!;
    squares[kept]! += squares[gone]!;
  };
  const dense = Array.from(values.keys()).filter((cell) => values[cell]! >= least);
  for (const cell of dense.toSorted((a, b) => values[b]! - values[a]!)) {
    parent[cell] = cell;
    const touched = (near[cell] ?? [])
      .filter(({ cell: other, apart }) => apart === 1 && parent[other]! >= 0)
      .toSorted((a, b) => values[b.cell]! - values[a.cell]!);
    const [densest, ...others] = touched;
    if (!densest) continue;
    join(rootOf(densest.cell), cell);
    const valley = values[cell]! + deviationAt(values[cell]!);
    for (const { cell: other } of others) {
      const [a, b] = [rootOf(densest.cell), rootOf(other)];
      if (a === b) continue;
      const [large, small] = people[a]! >= people[b]! ? [a, b] : [b, a];
      const isApart = people[small]! > fewest && valley < (VALLEY * squares[small]!) / people[small]!;
      if (!isApart) join(large, small);
    }
  }
  return parent.map((above, cell) => {
    const root = above < 0 ? -1 : rootOf(cell);
    return root >= 0 && people[root]! >= fewest ? root : -1;
  });
}

/** With the cells beside a cluster that are not empty: each takes the label of its densest neighbour. */
function withFringe(
  labels: readonly number[],
  { values, typical }: Density,
  near: readonly (readonly LatticeNeighbour[])[],
): number[] {
  return labels.map((label, cell) => {
    if (label !== NO_CLUSTER || values[cell]! <= FRINGE * typical) return label;
    const beside = near[cell]!.filter(({ cell: other }) => labels[other] !== NO_CLUSTER);
    const densest = beside.toSorted((a, b) => values[b.cell]! - values[a.cell]!)[0];
    return densest ? labels[densest.cell]! : NO_CLUSTER;
  });
}
