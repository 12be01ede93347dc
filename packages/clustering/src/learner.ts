export type { Box } from "./lib/learning/box.ts";
export { type LearnOptions, learnClusters, type Learnt } from "./lib/learning/learn-clusters.ts";
export type { OpenedSums, Panel } from "./lib/learning/panel.ts";
export { simulatedPanel } from "./lib/learning/simulated-panel.ts";
export { type SurveyRound, surveyOf } from "./lib/learning/survey.ts";
