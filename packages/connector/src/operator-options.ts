export { asCommandError } from "./lib/operators/as-command-error.ts";
export { OPERATOR_OPTIONS, operatorOptions } from "./lib/operators/operator-options.ts";
