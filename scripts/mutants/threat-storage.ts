import { area } from "./mutant.ts";

/** Promises about what a refused request leaves, and about days and epochs. */
export const threatStorage = area("threat-storage", [
  {
    id: "consent-of-the-future",
    promise: "A receipt of a day in the future gives nothing.",
    file: "packages/edge-worker/src/lib/receipt-day.ts",
    find: "if (receipt.day > latest && !isRight) throw wrongDay();",
    replace: "",
    killedBy: ["packages/edge-worker/src/hostile/receipt-days.test.ts"],
  },
  {
    id: "withdrawal-of-the-future",
    promise: "A withdrawal blocks no consent after the day on which it comes.",
    file: "packages/edge-worker/src/lib/receipt-day.ts",
    find: "return receipt.day > today ? { ...receipt, day: today } : receipt;",
    replace: "return receipt;",
    killedBy: ["packages/edge-worker/src/hostile/receipt-days.test.ts"],
  },
  {
    id: "days-that-are-none",
    promise: "A receipt's day is one of the calendar.",
    file: "packages/protocol/src/lib/consent-receipt.ts",
    find: 'v.isoDate(), v.check(isRealDay, "no such day")',
    replace: "v.isoDate()",
    killedBy: ["packages/edge-worker/src/hostile/receipt-days.test.ts"],
  },
  {
    id: "no-epoch-floor",
    promise: "Every shard refuses a retired epoch, whatever an isolate has read.",
    file: "packages/edge-worker/src/lib/identity/shard/token-epochs.ts",
    find: 'if (floor > this.floor()) this.#sql.exec("INSERT INTO epoch_floor VALUES (?)", floor);',
    replace: "",
    killedBy: ["packages/edge-worker/src/hostile/late-epoch.test.ts"],
  },
  {
    id: "retired-cannot-be-erased",
    promise: "A token of a retired epoch can be erased.",
    file: "packages/edge-worker/src/lib/signed-request.ts",
    find: 'const isErasing = message.action === "erase";',
    replace: "const isErasing = false;",
    killedBy: ["packages/edge-worker/src/hostile/late-epoch.test.ts"],
  },
]);
