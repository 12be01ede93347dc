import { kMeans } from "@sedge/clustering/k-means";
import {
  type CellState,
  halfDiagonalOf,
  learnClusters,
  type LearnOptions,
  type Learnt,
  lloydRound,
  type Panel,
  stepShares,
  surveyOf,
} from "@sedge/cli/learner";

/** Cells for each cluster that the first rounds learn, what share of the budget these get, and how many there are at most. */
const MANY = { cells: 3, share: 0.5, rounds: 8 };
/** Steps of Lloyd's over the clusters. */
const STEPS = 4;
const RESTARTS = 50;
/** Deviations of the people in half a side of the box, and the assumed share of their variance within clusters. */
const SIDE = 3;
const WITHIN = 0.5;

/**
 * Learns more cells than clusters are looked for, which of two clusters hardly ever leaves one without a cell, then the clusters of these
 * cells by their people, for free, and ends with steps of Lloyd's.
 */
export async function learnFromMany(panel: Panel, options: LearnOptions): Promise<Learnt> {
  const { k, rho, box, features, random } = options;
  const cells = Math.min(k * MANY.cells, panel.people);
  const many = await learnClusters(panel, { ...options, k: cells, rho: rho * MANY.share, rounds: MANY.rounds });
  const d = features.length;
  const points = {
    d,
    coordinates: many.centres.coordinates,
    weights: many.counts.map((count) => Math.max(count, 1e-9)),
  };
  const found = kMeans(points, k, random, { restarts: RESTARTS });
  const counts = new Float64Array(k);
  found.labels.forEach((label, cell) => (counts[label]! += many.counts[cell]!));
  const spread = new Float64Array(k).fill(d * WITHIN * (halfDiagonalOf(box) / Math.sqrt(d) / SIDE) ** 2);
  let state: CellState = {
    centres: found.centres,
    doubt: spread.map((value) => value / d / 2),
    counts,
    countDoubt: counts.map((count) => (count / 2) ** 2),
    spread,
    spreadDoubt: spread.map((value) => value ** 2),
  };
  const survey = surveyOf(panel, features);
  const left = rho - many.rounds.reduce((sum, round) => sum + round.rho, 0);
  for (const [step, share] of stepShares(STEPS).entries()) {
    state = await lloydRound(survey, state, box, { rho: left * share, asksSpread: step < STEPS - 1 });
  }
  return { centres: state.centres, counts: state.counts, rounds: [...many.rounds, ...survey.rounds] };
}
