import type { Centres } from "@sedge/clustering/k-means";
import type { Box } from "./box.ts";

/** Cells of a box, one for each combination of a step along each feature; the first feature's steps are adjacent. */
export interface Grid {
  readonly box: Box;
  /** Midpoints of the steps along each feature, ascending. Two steps meet halfway between their midpoints. */
  readonly axes: readonly Float64Array[];
}

/** A grid of about `count` equal cells, and at most that many. */
export function gridOf(box: Box, count: number): Grid {
  const sides = box.lower.map((low, i) => box.upper[i]! - low);
  const axes = stepsOf(sides, count).map((steps, i) => {
    const edge = sides[i]! / steps;
    return Float64Array.from({ length: steps }, (_, step) => box.lower[i]! + edge * (step + 0.5));
  });
  return { box, axes };
}

/**
 * Number of steps along sides of these lengths, for about `count` cells, and at most that many, that are as near to
 * cubes as possible.
 */
export function stepsOf(sides: readonly number[], count: number): number[] {
  const edge = (sides.reduce((product, side) => product * side, 1) / count) ** (1 / sides.length);
  return sides.map((side) => Math.max(1, Math.floor(side / edge + 1e-9)));
}

/** How many cells a grid has. */
export function cellsOf({ axes }: Grid): number {
  return axes.reduce((product, middles) => product * middles.length, 1);
}

/** Mean width of a grid's steps along feature `i`. */
export function edgeOf({ box, axes }: Grid, i: number): number {
  return (box.upper[i]! - box.lower[i]!) / axes[i]!.length;
}

/** Width of a grid's narrowest step along feature `i`. */
export function leastEdgeOf(grid: Grid, i: number): number {
  const middles = grid.axes[i]!;
  return middles.reduce(
    (least, at, step) => (step > 0 ? Math.min(least, at - middles[step - 1]!) : least),
    edgeOf(grid, i),
  );
}

/** The midpoints of a grid's cells. */
export function middlesOf(grid: Grid): Centres {
  const d = grid.axes.length;
  const coordinates = new Float64Array(cellsOf(grid) * d);
  for (let cell = 0; cell < coordinates.length / d; cell++) {
    let rest = cell;
    grid.axes.forEach((middles, i) => {
      coordinates[cell * d + i] = middles[rest % middles.length]!;
      rest = Math.floor(rest / middles.length);
    });
  }
  return { d, coordinates };
}
