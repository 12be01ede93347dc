import { sizeOf } from "@sedge/clustering/k-means";
import type { Box } from "./box.ts";
import type { CellState } from "./cell-state.ts";
import { focusedGrid } from "./focused-grid.ts";
import { type Grid, gridOf, middlesOf } from "./grid.ts";
import { doubtOf, fitMixture } from "./mixture/fit-mixture.ts";
import type { GridCounts } from "./mixture/mixture.ts";
import type { Survey } from "./survey.ts";

/** Cells per count that would stand one deviation above the noise if people were uniform. */
const CELLS_A_DEVIATION = 1.5;
const LEAST_CELLS_A_CLUSTER = 4;
/** The same for the first look, which is coarse. */
const LEAST_LOOK_CELLS_A_CLUSTER = 2;
const MOST_CELLS = 1_000;
/** Relocations in the fit of the first look, which only has to show where people are. */
const LOOK_MOVES = 12;
/** Relative uncertainty of a cloud's spread after the fit. */
const SPREAD_DOUBT = 0.5;

export interface GridStart {
  readonly k: number;
  /** zCDP budget of the counts. */
  readonly rho: number;
  /** Share of it for a first look at where people are; 0 for none. */
  readonly look: number;
  readonly random: () => number;
}

/**
 * Initial clusters in the plane: a histogram over a grid, explained by round clouds. With a first look, the grid is
 * finer where people were found, and the clouds explain the counts of both rounds.
 */
export async function startOnGrid(survey: Survey, box: Box, { k, rho, look, random }: GridStart): Promise<CellState> {
  const { people } = survey;
  const first =
    look > 0 && (await counted(survey, rho * look, (cells) => gridOf(box, cells), LEAST_LOOK_CELLS_A_CLUSTER * k));
  const seen = { views: first ? [first] : [], people };
  const guess = first && fitMixture(seen, k, random, LOOK_MOVES).mixture;
  const gridFor = (cells: number) => (guess ? focusedGrid(seen, guess, box, cells) : gridOf(box, cells));
  const last = await counted(survey, rho * (1 - look), gridFor, LEAST_CELLS_A_CLUSTER * k);
  const data = { views: [...seen.views, last], people };
  const { mixture } = fitMixture(data, k, random);
  const coordinates = new Float64Array(2 * k);
  for (let j = 0; j < k; j++) coordinates.set([mixture.x[j]!, mixture.y[j]!], 2 * j);
  return {
    centres: { d: 2, coordinates },
    doubt: doubtOf(data, mixture),
    counts: mixture.people,
    countDoubt: new Float64Array(k).fill((2 * last.stdDev) ** 2),
    spread: mixture.variance.map((variance) => 2 * variance),
    spreadDoubt: mixture.variance.map((variance) => (2 * variance * SPREAD_DOUBT) ** 2),
  };
}

/** Counts people in a grid with as many cells as the noise allows. */
async function counted(
  survey: Survey,
  rho: number,
  gridFor: (cells: number) => Grid,
  leastCells: number,
): Promise<GridCounts> {
  // Noise of both operators in a count that has the whole round's budget: each 1 / √(2ρ).
  const wanted = survey.people * Math.sqrt(rho) * CELLS_A_DEVIATION;
  const grid = gridFor(Math.round(Math.min(MOST_CELLS, Math.max(leastCells, wanted))));
  const centres = middlesOf(grid);
  const radii = new Float64Array(sizeOf(centres)).fill(1);
  const { counts, countStdDev } = await survey.ask({ centres, radii, terms: "count", rho });
  return { grid, counts, stdDev: countStdDev };
}
