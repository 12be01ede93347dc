import { sizeOf } from "@sedge/clustering/k-means";
import type { Box } from "./box.ts";
import type { CellState } from "./cell-state.ts";
import { focusedGrid } from "./focused-grid.ts";
import { type Grid, gridOf, middlesOf } from "./grid.ts";
import { doubtOf, fitMixture } from "./mixture/fit-mixture.ts";
import type { GridCounts } from "./mixture/mixture.ts";
import type { Survey } from "./survey.ts";

/** Cells for each count that would stand one deviation above the noise, if people were spread evenly. */
const CELLS_A_DEVIATION = 1.5;
const LEAST_CELLS_A_CLUSTER = 4;
/** Of the first look, which is coarse. */
const LEAST_LOOK_CELLS_A_CLUSTER = 2;
const MOST_CELLS = 1_000;
/** Moves in the fit of the first look, which has to show where people are and not yet who belongs together. */
const LOOK_MOVES = 12;
/** How well the fit knows the spread of a cloud, as a share of it. */
const SPREAD_DOUBT = 0.5;

export interface GridStart {
  readonly k: number;
  /** zCDP that the counts may spend. */
  readonly rho: number;
  /** Share of it for a first look at where people are; 0 for none. */
  readonly look: number;
  readonly random: () => number;
}

/**
 * First clusters of people in the plane: a histogram over a grid, explained by round clouds. Where a first look is taken, the
 * grid is finer where that saw people, and the clouds explain what both rounds counted.
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

/** People by the cells of a grid, of which there are as many as are worth asking about at this noise. */
async function counted(
  survey: Survey,
  rho: number,
  gridFor: (cells: number) => Grid,
  leastCells: number,
): Promise<GridCounts> {
  // What both operators add to a count that gets all of the round: each 1 / √(2ρ).
  const wanted = survey.people * Math.sqrt(rho) * CELLS_A_DEVIATION;
  const grid = gridFor(Math.round(Math.min(MOST_CELLS, Math.max(leastCells, wanted))));
  const centres = middlesOf(grid);
  const radii = new Float64Array(sizeOf(centres)).fill(1);
  const { counts, countStdDev } = await survey.ask({ centres, radii, terms: "count", rho });
  return { grid, counts, stdDev: countStdDev };
}
