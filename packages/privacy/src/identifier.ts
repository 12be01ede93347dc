export { IdentifierError, type IdentifierErrorCode } from "./lib/identifier-error.ts";
export type { IdentifierKind } from "./lib/identifier-kind.ts";
export { normaliseIdentifier } from "./lib/identifier.ts";
export { prfInput } from "./lib/prf-input.ts";
