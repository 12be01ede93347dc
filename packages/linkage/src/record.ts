export { blockTokens } from "./lib/terms/block-token.ts";
export type { TokenFields } from "./lib/terms/block-token.ts";
export { mapTerms, type TokenRecord, TokenRecordSchema } from "./lib/terms/token-record.ts";
