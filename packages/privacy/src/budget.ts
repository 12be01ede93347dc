export {
  askBudget,
  type BudgetDecision,
  DEFAULT_DEVICE_BUDGET,
  DeviceBudget,
  DeviceSpending,
  leftMicroEpsilon,
  microEpsilonOf,
  MICRO_EPSILON,
  spentMicroEpsilon,
} from "./lib/budget.ts";
