import { neighboursOf, smoothed, smoothedVariance, typicalOf } from "@sedge/clustering/density";
import { assign, type Centres } from "@sedge/clustering/k-means";
import type { Box } from "./box.ts";
import type { CountOptions } from "./count-cells.ts";
import type { Panel } from "./panel.ts";
import { cellsIn, latticeCells, type RefinedCells, refinedCells } from "./refined-cells.ts";
import { type SurveyRound, surveyOf } from "./survey.ts";

/** Share of the budget of each round: a coarse look, a finer one, and the counts that decide. */
const SHARES = [0.1, 0.35, 0.55];
/** Deviations above 0 from which a cell, or its neighbourhood, is refined in the next round. */
const SEEN = [2, 1.5];
/** The same for a large cell around the refined ones, which covers a larger area. */
const SURELY_SEEN = 4;
/** Least share of the typical density in a refined cell, so that scattered points are not refined. */
const LEAST_DENSITY = 0.04;
const FIRST_CELLS = 256;
const MOST_CELLS = 1_000;
/** Most cells that a lattice would have over the whole box. */
const FINEST = 40_000;
/** Steps within which cells are neighbours. */
const BESIDE = 1.2;
/** The search for the number of cells grows by this factor, and ends at this ratio. */
const GROWTH = 1.5;
const NEAR_ENOUGH = 1.03;

/** People counted in small cells where there are any. */
export interface CountedShapes {
  readonly cells: RefinedCells;
  /** One per cell, the small cells first; noisy. */
  readonly counts: readonly number[];
  readonly countStdDev: number;
  readonly rounds: readonly SurveyRound[];
}

/** Most features that a lattice can cover with the cells of one vote. */
export const MOST_LATTICE_FEATURES = 3;

/**
 * Counts people in three rounds, for up to {@link MOST_LATTICE_FEATURES} features. Each round's cells are smaller than
 * those of the round before, and lie only where its noisy counts show people. All of `rho` is spent, whatever is found.
 */
export async function countShapes(
  panel: Panel,
  { rho, box, features }: Omit<CountOptions, "random">,
): Promise<CountedShapes> {
  const survey = surveyOf(panel, features);
  let cells = latticeCells(box, FIRST_CELLS);
  for (let round = 0; ; round++) {
    const radii = new Float64Array(cellsIn(cells)).fill(1);
    const { counts, countStdDev } = await survey.ask({
      centres: cells.centres,
      radii,
      terms: "count",
      rho: rho * SHARES[round]!,
    });
    if (round === SHARES.length - 1) return { cells, counts, countStdDev, rounds: survey.rounds };
    cells = finerCells(box, cells, occupied(cells, counts, countStdDev, SEEN[round]!));
  }
}

/** Whether each cell may have people, by noisy counts alone. */
function occupied({ fine }: RefinedCells, counts: readonly number[], stdDev: number, seen: number): boolean[] {
  const d = fine.sizes.length;
  const density = smoothed(neighboursOf(fine), counts, d);
  const dense = LEAST_DENSITY * typicalOf(counts);
  const least = Math.max(dense, seen * stdDev);
  const leastAround = Math.max(dense, seen * stdDev * Math.sqrt(smoothedVariance(1, d)));
  return counts.map((count, cell) =>
    cell < density.length ? count > least || density[cell]! > leastAround : count > SURELY_SEEN * stdDev,
  );
}

/** The finest cells that one vote can count; of the cells without people, those beside others remain. */
function finerCells(box: Box, cells: RefinedCells, isOccupied: readonly boolean[]): RefinedCells {
  const others = emptyNeighbours(box, cells, isOccupied);
  const mayHavePeople = (point: ArrayLike<number>) =>
    isOccupied[assign({ d: box.lower.length, coordinates: Float64Array.from(point) }, cells.centres).labels[0]!]!;
  const finer = (count: number) => refinedCells(box, Math.round(count), mayHavePeople, others);
  const fits = (count: number) => cellsIn(finer(count)) <= MOST_CELLS;
  let low = Math.min(FIRST_CELLS, cellsIn(cells));
  let high = low * GROWTH;
  for (; high < FINEST && fits(high); high *= GROWTH) low = high;
  while (high / low > NEAR_ENOUGH) {
    const middle = Math.sqrt(low * high);
    if (fits(middle)) low = middle;
    else high = middle;
  }
  return finer(low);
}

/** Middles of the cells without people that are within about a step of a cell with people. */
function emptyNeighbours(box: Box, { centres, fine }: RefinedCells, isOccupied: readonly boolean[]): Centres {
  const { d, coordinates } = centres;
  const coarse = latticeCells(box, FIRST_CELLS).fine.sizes;
  const withPeople = isOccupied.flatMap((is, cell) => (is ? [cell] : []));
  const kept = isOccupied.flatMap((is, cell) => {
    if (is) return [];
    const sizes = cell < fine.places.length ? fine.sizes : coarse;
    const isNear = (other: number) =>
      sizes.every((size, i) => {
        const step = (box.upper[i]! - box.lower[i]!) / size;
        return Math.abs(coordinates[cell * d + i]! - coordinates[other * d + i]!) < BESIDE * step;
      });
    return withPeople.some(isNear) ? [cell] : [];
  });
  return {
    d,
    coordinates: Float64Array.from(kept.flatMap((cell) => [...coordinates.subarray(cell * d, (cell + 1) * d)])),
  };
}
