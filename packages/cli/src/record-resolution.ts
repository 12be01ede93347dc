export { inputSpecs, type InputSpec } from "./lib/resolve/input-spec.ts";
export { resolveEntities } from "./lib/resolve/resolve-entities.ts";
export { NO_MAPPING } from "./lib/resolve/mapping.ts";
export type { Membership } from "./lib/resolve/profile-lines.ts";
export { readRecords, type ReadRecords } from "./lib/resolve/read-records.ts";
export { type PricedTokens, recordTokens } from "./lib/resolve/record-tokens.ts";
export { type ResolveFigures, resolveFigures } from "./lib/resolve/resolve-figures.ts";
export { eachTerm, tokenRecords } from "./lib/resolve/token-records.ts";
