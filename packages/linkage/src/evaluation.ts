export { evaluateProfiles, type Evaluation, type EvaluationOptions } from "./lib/evaluation/evaluation.ts";
