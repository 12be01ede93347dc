import { type Centres, sizeOf, squaredDistance } from "@sedge/clustering/k-means";
import type { CellState } from "./cell-state.ts";
import { normal } from "@sedge/clustering/random";

/** A cell whose spread exceeds this multiple of the usual one is treated as two clusters. */
const WIDE = 1.4;
/** Share of the excess spread that a split removes. */
const GAINED = 0.8;
/** Least gain of a split, in multiples of the cost of merging. */
const WORTH = 1.3;
/** Distance of the two halves from the split centre, in roots of its spread. */
const APART = 0.3;

/**
 * Relocates centres: merges one of two close cells and splits a wide cell instead, while the gain clearly exceeds the
 * cost, considering noise. The halves are placed in a random direction, which later rounds correct. No centre moves
 * twice in a round.
 */
export function splitAndMerge(state: CellState, random: () => number): CellState {
  let now = copyOf(state);
  const usual = weightedMedian(state.spread, state.counts);
  const touched = new Set<number>();
  for (;;) {
    const target = bestSplit(now, usual, touched);
    const merge = target && cheapestMerge(now, target.cell, touched);
    if (!target || !merge || target.gain <= WORTH * merge.cost) return now;
    now = halved(merged(now, merge.gone, merge.kept), target.cell, merge.gone, random);
    for (const cell of [target.cell, merge.gone, merge.kept]) touched.add(cell);
  }
}

function copyOf(state: CellState): CellState {
  return {
    centres: { d: state.centres.d, coordinates: state.centres.coordinates.slice() },
    doubt: state.doubt.slice(),
    counts: state.counts.slice(),
    countDoubt: state.countDoubt.slice(),
    spread: state.spread.slice(),
    spreadDoubt: state.spreadDoubt.slice(),
  };
}

function bestSplit({ centres, counts, spread, spreadDoubt }: CellState, usual: number, touched: ReadonlySet<number>) {
  let best: { readonly cell: number; readonly gain: number } | undefined;
  counts.forEach((count, cell) => {
    const surplus = Math.max(0, spread[cell]! - Math.sqrt(spreadDoubt[cell]!) - WIDE * usual);
    // Halving a round cloud removes 2/π of its variance along one axis.
    const halving = ((2 / Math.PI) * Math.min(spread[cell]!, usual)) / centres.d;
    const gain = count * (GAINED * surplus + halving);
    if (!touched.has(cell) && (!best || gain > best.gain)) best = { cell, gain };
  });
  return best;
}

function cheapestMerge({ centres, counts }: CellState, but: number, touched: ReadonlySet<number>) {
  let best: { readonly gone: number; readonly kept: number; readonly cost: number } | undefined;
  for (let gone = 0; gone < sizeOf(centres); gone++) {
    for (let kept = 0; kept < sizeOf(centres); kept++) {
      if (gone === kept || gone === but || kept === but || touched.has(gone) || touched.has(kept)) continue;
      if (counts[gone]! > counts[kept]!) continue;
      const together = (counts[gone]! * counts[kept]!) / (counts[gone]! + counts[kept]! + Number.MIN_VALUE);
      const cost = together * squaredDistance(centres, gone, centres, kept);
      if (!best || cost < best.cost) best = { gone, kept, cost };
    }
  }
  return best;
}

/** Merges `gone` into `kept`. Modifies the state, which is a copy. */
function merged(state: CellState, gone: number, kept: number): CellState {
  const { centres, counts, spread, doubt } = state;
  const people = counts[gone]! + counts[kept]!;
  if (people === 0) return state;
  const share = counts[gone]! / people;
  const between = share * (1 - share) * squaredDistance(centres, gone, centres, kept);
  moveToward(centres, kept, gone, share);
  spread[kept] = (1 - share) * spread[kept]! + share * spread[gone]! + between;
  counts[kept] = people;
  doubt[kept] = Math.max(doubt[kept]!, between / centres.d);
  return state;
}

function moveToward({ d, coordinates }: Centres, cell: number, other: number, share: number): void {
  for (let i = 0; i < d; i++) {
    coordinates[cell * d + i]! += share * (coordinates[other * d + i]! - coordinates[cell * d + i]!);
  }
}

/** Splits the people of `cell` between `cell` and `other`. */
function halved(state: CellState, cell: number, other: number, random: () => number): CellState {
  const { centres, counts, countDoubt, spread, spreadDoubt, doubt } = state;
  const { d, coordinates } = centres;
  const direction = Array.from({ length: d }, () => normal(random));
  const scale = (APART * Math.sqrt(spread[cell]!)) / Math.hypot(...direction);
  direction.forEach((value, i) => {
    coordinates[other * d + i] = coordinates[cell * d + i]! + value * scale;
    coordinates[cell * d + i]! -= value * scale;
  });
  counts[cell]! /= 2;
  counts[other] = counts[cell]!;
  spread[other] = spread[cell]!;
  countDoubt[cell] = countDoubt[other] = counts[cell]! ** 2 + countDoubt[cell]!;
  spreadDoubt[cell] = spreadDoubt[other] = (spread[cell]! / 2) ** 2;
  doubt[cell] = doubt[other] = spread[cell]! / d;
  return state;
}

function weightedMedian(values: Float64Array, weights: Float64Array): number {
  const order = Array.from(values.keys()).toSorted((a, b) => values[a]! - values[b]!);
  let left = weights.reduce((sum, weight) => sum + weight, 0) / 2;
  for (const index of order) {
    left -= weights[index]!;
    if (left <= 0) return values[index]!;
  }
  return 0;
}
