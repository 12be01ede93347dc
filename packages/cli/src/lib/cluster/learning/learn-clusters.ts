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
  /** zCDP that all rounds together may cost a person. */
  readonly rho: number;
  /** Where points may lie; public, and never taken from the points. */
  readonly box: Box;
  /** Names of the features, one a side of the box. */
  readonly features: readonly string[];
  /** The people as one cloud, where that is known already; else it is asked for, above the plane. */
  readonly outline?: Outline | undefined;
  /** Most rounds; as many as the people are worth where not given. */
  readonly rounds?: number | undefined;
  /** Numbers in [0, 1) for public guesses. Whoever knows them learns nothing. */
  readonly random: () => number;
  /** Told after each round what share of the budget is spent. */
  readonly progress?: (share: number) => void;
}

/** What was learnt, all of it public. */
export interface Learnt {
  readonly centres: Centres;
  /** People of each, to the noise. */
  readonly counts: Float64Array;
  /** What was asked, and what it cost. */
  readonly rounds: readonly SurveyRound[];
}

/** The last rounds move no centre to another place: it could not settle. */
const SETTLING_ROUNDS = 3;

/**
 * Learns clusters from nothing, by rounds of noisy sums over public cells: where people are at all, where they crowd, then steps of
 * Lloyd's. Every answer is used as far as its noise lets it be believed. Throws RangeError for fewer people than clusters, or
 * a budget that is not above 0.
 */
export async function learnClusters(panel: Panel, options: LearnOptions): Promise<Learnt> {
  const { k, rho, box, features, random, progress } = options;
  const d = features.length;
  if (!(k >= 1 && panel.people >= k && rho > 0)) throw new RangeError("clusters need people, and a budget");
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
    // In the plane the fit has already moved what had to be moved.
    if (after >= SETTLING_ROUNDS && d !== 2) state = splitAndMerge(state, random);
  }
  progress?.(1);
  return { centres: state.centres, counts: state.counts, rounds: survey.rounds };
}
