import { type Centres, sizeOf } from "@sedge/clustering/k-means";
import type { Box } from "./box.ts";
import { drawnCells } from "./drawn-cells.ts";
import { gridOf, middlesOf } from "./grid.ts";
import { askOutline } from "./outline.ts";
import type { Panel } from "./panel.ts";
import { type SurveyRound, surveyOf } from "./survey.ts";

/** Share of the budget for the outline, if cells have to be drawn. */
const OUTLINE = 0.05;
const MOST_CELLS = 1_000;
const FEWEST_CELLS = 32;
/** Share of the drawn cells that are uniform over the box. */
const EVEN_SHARE = 0.5;

/** Number of people in public cells. */
export interface CountedCells {
  readonly cells: Centres;
  /** Noisy, so a count can be below 0. */
  readonly counts: readonly number[];
  readonly countStdDev: number;
  readonly rounds: readonly SurveyRound[];
}

export interface CountOptions {
  /** Total zCDP cost of all rounds for a person. */
  readonly rho: number;
  readonly box: Box;
  readonly features: readonly string[];
  readonly random: () => number;
}

/**
 * Counts people in as many cells as stand one deviation above the noise: a grid in the plane, otherwise drawn cells.
 */
export async function countCells(panel: Panel, { rho, box, features, random }: CountOptions): Promise<CountedCells> {
  const survey = surveyOf(panel, features);
  const number = Math.round(Math.min(MOST_CELLS, Math.max(FEWEST_CELLS, panel.people * Math.sqrt(rho))));
  let cells: Centres;
  let left = rho;
  if (features.length <= 2) {
    cells = middlesOf(gridOf(box, number));
  } else {
    const outline = await askOutline(survey, box, rho * OUTLINE);
    left -= rho * OUTLINE;
    cells = drawnCells(box, outline, number, EVEN_SHARE, random);
  }
  const radii = new Float64Array(sizeOf(cells)).fill(1);
  const { counts, countStdDev } = await survey.ask({ centres: cells, radii, terms: "count", rho: left });
  return { cells, counts, countStdDev, rounds: survey.rounds };
}
