import { sizeOf } from "../k-means/point-set.ts";
import type { Box } from "./box.ts";
import type { CellState } from "./cell-state.ts";
import { gridOf, middlesOf } from "./grid.ts";
import { doubtOf, fitMixture } from "./mixture/fit-mixture.ts";
import type { Survey } from "./survey.ts";

/** Cells for each count that would stand one deviation above the noise, if people were spread evenly. */
const CELLS_A_DEVIATION = 1.5;
const LEAST_CELLS_A_CLUSTER = 4;
const MOST_CELLS = 1_000;
/** How well the fit knows the spread of a cloud, as a share of it. */
const SPREAD_DOUBT = 0.5;

/** How many cells a grid is worth where a count has this much noise. */
export function gridCells(people: number, k: number, stdDev: number): number {
  const wanted = (people / stdDev) * CELLS_A_DEVIATION;
  return Math.round(Math.min(MOST_CELLS, Math.max(k * LEAST_CELLS_A_CLUSTER, wanted)));
}

/** First clusters of people in the plane: one histogram over a grid, explained by round clouds. */
export async function startOnGrid(
  survey: Survey,
  box: Box,
  { k, rho, random }: { readonly k: number; readonly rho: number; readonly random: () => number },
): Promise<CellState> {
  // What both operators add to a count that gets all of the round: each 1 / √(2ρ).
  const grid = gridOf(box, gridCells(survey.people, k, 1 / Math.sqrt(rho)));
  const centres = middlesOf(grid);
  const radii = new Float64Array(sizeOf(centres)).fill(1);
  const { counts, countStdDev } = await survey.ask({ centres, radii, terms: "count", rho });
  const data = { grid, counts, stdDev: countStdDev, people: survey.people };
  const { mixture } = fitMixture(data, k, random);
  const coordinates = new Float64Array(2 * k);
  for (let j = 0; j < k; j++) coordinates.set([mixture.x[j]!, mixture.y[j]!], 2 * j);
  return {
    centres: { d: 2, coordinates },
    doubt: doubtOf(data, mixture),
    counts: mixture.people,
    countDoubt: new Float64Array(k).fill((2 * countStdDev) ** 2),
    spread: mixture.variance.map((variance) => 2 * variance),
    spreadDoubt: mixture.variance.map((variance) => (2 * variance * SPREAD_DOUBT) ** 2),
  };
}
