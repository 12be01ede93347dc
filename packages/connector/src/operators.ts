export { type ConnectedOperators, connectPrf, type ConnectOptions } from "./lib/operators/connect-prf.ts";
export { OperatorsError, type OperatorsErrorCode } from "./lib/operators/operators-error.ts";
export { type CarriedOver, carryOver, type KnownPerson } from "./lib/operators/carry-over.ts";
