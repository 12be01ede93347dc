export { adjustedRandIndex, majorityAccuracy } from "./lib/evaluation/partition-scores.ts";
export { silhouette } from "./lib/evaluation/silhouette.ts";
