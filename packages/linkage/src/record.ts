export { blockTokens } from "./lib/terms/block-token.ts";
export { mapTerms, type TokenFields, type TokenRecord, TokenRecordSchema } from "./lib/terms/token-record.ts";
