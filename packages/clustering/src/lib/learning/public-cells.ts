import { kMeans } from "../k-means/k-means.ts";
import type { Centres } from "../k-means/point-set.ts";
import { type Box, intoBox } from "./box.ts";
import { normal } from "./normal.ts";
import type { Outline } from "./outline.ts";

/** Cells in up to this many dimensions are a grid. */
export const MOST_GRID_DIMENSIONS = 2;

/** About `count` public cells that cover where people may be: a grid in few dimensions, else drawn. */
export function publicCells(box: Box, outline: Outline, count: number, random: () => number): Centres {
  const d = outline.mean.length;
  return d <= MOST_GRID_DIMENSIONS ? grid(box, d, count) : drawnCells(box, outline, count, random);
}

/** Middles of equal boxes, as near to cubes as their number allows. */
function grid({ lower, upper }: Box, d: number, count: number): Centres {
  const sides = lower.map((low, i) => upper[i]! - low);
  const volume = sides.reduce((product, side) => product * side, 1);
  const edge = (volume / count) ** (1 / d);
  const steps = sides.map((side) => Math.max(1, Math.floor(side / edge + 1e-9)));
  const total = steps.reduce((product, step) => product * step, 1);
  const coordinates = new Float64Array(total * d);
  for (let cell = 0; cell < total; cell++) {
    let rest = cell;
    for (let i = 0; i < d; i++) {
      const step = rest % steps[i]!;
      rest = Math.floor(rest / steps[i]!);
      coordinates[cell * d + i] = lower[i]! + (sides[i]! * (step + 0.5)) / steps[i]!;
    }
  }
  return { d, coordinates };
}

const DRAWS_A_CELL = 8;

/** Half from a round cloud like the outline, half evenly from the box; the middles of draws that lie together. */
function drawnCells(box: Box, outline: Outline, count: number, random: () => number): Centres {
  const d = outline.mean.length;
  const draws = count * DRAWS_A_CELL;
  const coordinates = new Float64Array(draws * d);
  const stdDev = Math.sqrt(outline.variance / d);
  for (let p = 0; p < draws; p++) {
    for (let i = 0; i < d; i++) {
      coordinates[p * d + i] =
        p % 2 === 0
          ? outline.mean[i]! + stdDev * normal(random)
          : box.lower[i]! + (box.upper[i]! - box.lower[i]!) * random();
    }
    intoBox(box, coordinates, p * d);
  }
  return kMeans({ d, coordinates }, count, random, { restarts: 1, steps: 5 }).centres;
}
