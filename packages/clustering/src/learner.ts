export type { Box } from "./lib/learning/box.ts";
export { type LearnOptions, learnClusters, type Learnt } from "./lib/learning/learn-clusters.ts";
export type { OpenedSums, Panel } from "./lib/learning/panel.ts";
export type { SurveyRound } from "./lib/learning/survey.ts";
export { type CountedCells, countCells, type CountOptions } from "./lib/learning/count-cells.ts";
export { type DensityClusters, densityClusters } from "./lib/learning/density-clusters.ts";
export { crowdOf } from "./lib/learning/span/crowd-of.ts";
export { learnInSpan } from "./lib/learning/span/learn-in-span.ts";
