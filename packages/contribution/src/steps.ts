export {
  bareAccount,
  begin,
  BUDGET_SPENT,
  hasMet,
  keepBallot,
  NEVER_LEARNT,
  payAndKeep,
  postpone,
  RECEIVED,
  renewPoint,
  settle,
  nextAct,
  type NextAct,
  TOO_LATE,
} from "./lib/contribution-steps.ts";
export { unlinkableReceipt } from "./lib/unlinkable-receipt.ts";
