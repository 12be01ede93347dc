import { type Centres, sizeOf } from "@sedge/clustering/k-means";
import type { Box } from "./box.ts";
import { drawnCells } from "./drawn-cells.ts";
import { gridOf, middlesOf } from "./grid.ts";
import { askOutline } from "./outline.ts";
import type { Panel } from "./panel.ts";
import { type SurveyRound, surveyOf } from "./survey.ts";

/** Share of the budget for the outline, where cells have to be drawn. */
const OUTLINE = 0.05;
const MOST_CELLS = 1_000;
const FEWEST_CELLS = 32;
/** Share of the drawn cells that come evenly from the box. */
const EVEN_SHARE = 0.5;

/** People by public cells. */
export interface CountedCells {
  readonly cells: Centres;
  /** To the noise, so that a count may be below 0. */
  readonly counts: readonly number[];
  readonly countStdDev: number;
  readonly rounds: readonly SurveyRound[];
}

export interface CountOptions {
  /** zCDP that all rounds together may cost a person. */
  readonly rho: number;
  readonly box: Box;
  readonly features: readonly string[];
  readonly random: () => number;
}

/** A histogram of the people, over as many cells as stand a deviation above the noise: a grid in the plane, else drawn cells. */
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
