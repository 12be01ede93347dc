export { asCommandError } from "./lib/operators/operators-error.ts";
export { operatorOptions } from "./lib/operators/operator-options.ts";
