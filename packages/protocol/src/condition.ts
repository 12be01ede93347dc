export {
  type Comparison,
  COMPARISONS,
  type Condition,
  printCondition,
  printTerm,
  type Term,
} from "./lib/condition/condition.ts";
export {
  MAX_CONDITION_CHARS,
  MAX_CONDITION_DEPTH,
  parseCondition,
  type ParsedCondition,
} from "./lib/condition/parse-condition.ts";
export { type Evaluator, MEASURED_SUBJECTS, NAMED_SUBJECTS } from "./lib/condition/subjects.ts";
