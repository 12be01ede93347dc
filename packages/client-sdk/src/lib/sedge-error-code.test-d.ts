import type { ProblemCode } from "@sedge/protocol";
import type { OperatorErrorCode } from "./sedge-error-code.ts";

// A problem code that is new in the protocol must not compile until the SDK's public type has it, nor one that is gone.
declare const ofTheWire: ProblemCode;
declare const ofTheSdk: OperatorErrorCode;
export const isComplete: OperatorErrorCode = ofTheWire;
export const isCurrent: ProblemCode = ofTheSdk;
