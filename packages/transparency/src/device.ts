export {
  type CheckedStatement,
  checkStatement,
  MAX_CHANGES_A_DAY,
  type PagePins,
} from "./lib/device/check-statement.ts";
export type { StatementRefusal } from "./lib/device/refusal.ts";
export {
  checkpointNote,
  MAX_PUBLICATIONS,
  MAX_SUCCESSIONS,
  statementEntry,
  StatementPart,
} from "./lib/device/statement-part.ts";
export { StoredLog } from "./lib/device/stored-log.ts";
