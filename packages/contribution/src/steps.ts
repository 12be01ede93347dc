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
} from "./lib/contribution-steps.ts";
export { nextAct, type NextAct, TOO_LATE } from "./lib/next-act.ts";
export { unlinkableReceipt } from "./lib/unlinkable-receipt.ts";
