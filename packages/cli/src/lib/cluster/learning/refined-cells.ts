import type { Lattice } from "@sedge/clustering/density";
import { type Centres, sizeOf } from "@sedge/clustering/k-means";
import type { Box } from "./box.ts";
import { stepsOf } from "./grid.ts";

/** Cells of a box: small equal ones where people may be, and larger ones around them. */
export interface RefinedCells {
  readonly centres: Centres;
  /** The first cells, which are the small ones. */
  readonly fine: Lattice;
}

/** No side counts as shorter than the longest divided by this, or a narrow feature would have one step. */
const LONGEST = 4;

/** Equal cells over a box, about `count`. */
export function latticeCells(box: Box, count: number): RefinedCells {
  return refinedCells(box, count, () => true, { d: box.lower.length, coordinates: new Float64Array() });
}

/**
 * The cells of a lattice of about `count` cells in whose middle people may be, and `others` around them.
 */
export function refinedCells(
  box: Box,
  count: number,
  mayHavePeople: (point: ArrayLike<number>) => boolean,
  others: Centres,
): RefinedCells {
  const d = box.lower.length;
  const sides = box.lower.map((low, i) => box.upper[i]! - low);
  const longest = Math.max(...sides);
  const sizes = stepsOf(
    sides.map((side) => Math.max(side, longest / LONGEST)),
    count,
  );
  const total = sizes.reduce((product, size) => product * size, 1);
  const places: number[][] = [];
  const middles: number[] = [];
  const middle = new Float64Array(d);
  for (let cell = 0; cell < total; cell++) {
    let rest = cell;
    const place = sizes.map((size, i) => {
      const step = rest % size;
      rest = Math.floor(rest / size);
      middle[i] = box.lower[i]! + (sides[i]! * (step + 0.5)) / size;
      return step;
    });
    if (!mayHavePeople(middle)) continue;
    places.push(place);
    middles.push(...middle);
  }
  return {
    centres: { d, coordinates: Float64Array.of(...middles, ...others.coordinates) },
    fine: { places, sizes },
  };
}

/** The number of cells. */
export const cellsIn = ({ centres }: RefinedCells): number => sizeOf(centres);
