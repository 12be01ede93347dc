export { type Box, halfDiagonalOf, middleOf } from "./lib/cluster/learning/box.ts";
export { type LearnOptions, learnClusters, type Learnt } from "./lib/cluster/learning/learn-clusters.ts";
export type { OpenedSums, Panel } from "./lib/cluster/learning/panel.ts";
export { type Survey, surveyOf, type SurveyRound } from "./lib/cluster/learning/survey.ts";
export { type CountedCells, countCells, type CountOptions } from "./lib/cluster/learning/count-cells.ts";
export { type DensityClusters, densityClusters } from "./lib/cluster/learning/density-clusters.ts";
export { type CellState } from "./lib/cluster/learning/cell-state.ts";
export { stepShares } from "./lib/cluster/learning/learning-plan.ts";
export { lloydRound } from "./lib/cluster/learning/lloyd-round.ts";
