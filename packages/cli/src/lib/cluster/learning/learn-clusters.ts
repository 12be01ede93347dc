import type { Centres } from "@sedge/clustering/k-means";
import type { Box } from "./box.ts";
import type { CellState } from "./cell-state.ts";
import { learningPlan, stepShares } from "./learning-plan.ts";
import { lloydRound } from "./lloyd-round.ts";
import { askOutline, type Outline } from "./outline.ts";
import type { Panel } from "./panel.ts";
import { splitAndMerge } from "./split-and-merge.ts";
import { startOnDrawnCells } from "./start-on-drawn-cells.ts";
import { startOnGrid } from "./start-on-grid.ts";
import { type SurveyRound, surveyOf } from "./survey.ts";

export interface LearnOptions {
  /** Clusters to find, 1 or more. */
  readonly k: number;
  /** Total zCDP cost of all rounds for a person. */
  readonly rho: number;
  /** Public bounds of the points, never derived from them. */
  readonly box: Box;
  /** Names of the features, one per side of the box. */
  readonly features: readonly string[];
  /** The people as one cloud, if known already; otherwise measured, above two dimensions. */
  readonly outline?: Outline | undefined;
  /** Most rounds. Default: chosen by the number of people. */
  readonly rounds?: number | undefined;
  /** Numbers in [0, 1) for public random choices. Knowing them reveals nothing. */
  readonly random: () => number;
  /** Called after each round with the share of the budget spent. */
  readonly progress?: (share: number) => void;
}

/** The result, all of it public. */
export interface Learnt {
  readonly centres: Centres;
  /** Noisy number of people of each cluster. */
  readonly counts: Float64Array;
  /** The rounds and their cost. */
  readonly rounds: readonly SurveyRound[];
}

/** The last rounds do not relocate centres, which could not settle any more. */
const SETTLING_ROUNDS = 3;

/**
 * Learns clusters from rounds of noisy sums over public cells: first where people are, then where they are dense, then
 * steps of Lloyd's algorithm. Every answer is weighted by its noise. Throws RangeError for fewer people than clusters,
 * or a budget that is not above 0.
 */
export async function learnClusters(panel: Panel, options: LearnOptions): Promise<Learnt> {
  const { k, rho, box, features, random, progress } = options;
  const d = features.length;
  if (!(k >= 1 && panel.people >= k && rho > 0))
    throw new RangeError("learning needs at least k people and a budget above 0");
  const survey = surveyOf(panel, features);
  const plan = learningPlan(panel.people, k, rho, d, options.rounds);
  let state: CellState;
  if (d === 2) {
    state = await startOnGrid(survey, box, { k, rho: rho * plan.histogram, look: plan.look, random });
  } else {
    const outline = options.outline ?? (await askOutline(survey, box, rho * plan.outline));
    state = await startOnDrawnCells(survey, box, outline, { k, rho: rho * plan.histogram, random });
  }
  const left = rho - survey.rounds.reduce((sum, round) => sum + round.rho, 0);
  for (const [step, share] of stepShares(plan.steps).entries()) {
    progress?.(1 - left / rho + (left / rho) * (step / plan.steps));
    const after = plan.steps - 1 - step;
    state = await lloydRound(survey, state, box, { rho: left * share, asksSpread: after > 0 });
    // In the plane the fit has already relocated the centres.
    if (after >= SETTLING_ROUNDS && d !== 2) state = splitAndMerge(state, random);
  }
  progress?.(1);
  return { centres: state.centres, counts: state.counts, rounds: survey.rounds };
}
