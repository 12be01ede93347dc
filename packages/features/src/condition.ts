export {
  evaluateCondition,
  type Evaluated,
  type Facts,
  joinTruths,
  opposite,
  type Truth,
} from "./lib/condition/evaluate-condition.ts";
