export { progressLine } from "./lib/progress/progress-line.ts";
export { stageProgress, STDERR } from "./lib/progress/stage-progress.ts";
