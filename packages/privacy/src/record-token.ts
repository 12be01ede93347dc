export { deriveRecordToken, termInput } from "./lib/record-token.ts";
