import type { Centres } from "../k-means/point-set.ts";
import type { Box } from "./box.ts";

/** Equal cells of a box, as near to cubes as their number allows; the first feature's steps follow each other. */
export interface Grid {
  readonly box: Box;
  /** Cells along each feature. */
  readonly steps: readonly number[];
}

/** A grid of about, and at most, `count` cells. */
export function gridOf(box: Box, count: number): Grid {
  const sides = box.lower.map((low, i) => box.upper[i]! - low);
  const edge = (sides.reduce((product, side) => product * side, 1) / count) ** (1 / sides.length);
  return { box, steps: sides.map((side) => Math.max(1, Math.floor(side / edge + 1e-9))) };
}

/** How many cells a grid has. */
export function cellsOf({ steps }: Grid): number {
  return steps.reduce((product, step) => product * step, 1);
}

/** Edge of a grid's cells along feature `i`. */
export function edgeOf({ box, steps }: Grid, i: number): number {
  return (box.upper[i]! - box.lower[i]!) / steps[i]!;
}

/** The middles of a grid's cells. */
export function middlesOf(grid: Grid): Centres {
  const d = grid.steps.length;
  const coordinates = new Float64Array(cellsOf(grid) * d);
  for (let cell = 0; cell < coordinates.length / d; cell++) {
    let rest = cell;
    for (let i = 0; i < d; i++) {
      coordinates[cell * d + i] = grid.box.lower[i]! + edgeOf(grid, i) * ((rest % grid.steps[i]!) + 0.5);
      rest = Math.floor(rest / grid.steps[i]!);
    }
  }
  return { d, coordinates };
}
