export { isSelected, selectionStart, selectionWeight, windowIndex } from "./lib/task/selection.ts";
export { personEpsilon, type PlanBudget, planBudget, type WindowBudget } from "./lib/task/window-budget.ts";
export {
  leastSpread,
  type OpenWindow,
  progressOfWindow,
  type WindowProgress,
  type WindowTerms,
} from "./lib/task/window-progress.ts";
export { isMeasure, windowMeasure } from "./lib/task/window-measure.ts";
