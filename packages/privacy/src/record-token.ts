export { deriveRecordToken, recordInput, termInput } from "./lib/record-token.ts";
