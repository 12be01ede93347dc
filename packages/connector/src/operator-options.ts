export { asCommandError } from "./lib/operators/operators-error.ts";
export { OPERATOR_OPTIONS, operatorOptions } from "./lib/operators/operator-options.ts";
