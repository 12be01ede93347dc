import { area } from "./mutant.ts";

const EDGE = "packages/edge-worker/src/lib";

export const state = area("state", [
  {
    id: "same-day-consent-refused",
    promise: "Consent that a device gives again on the day of a withdrawal is stored.",
    file: `${EDGE}/receipts.ts`,
    find: "        isSameDayEnough ? 0 : 1,\n        purposesOf(receipt),",
    replace: "        1,\n        purposesOf(receipt),",
    killedBy: [`${EDGE}/receipts.test.ts`],
  },
  {
    id: "same-day-withdrawal-overruled",
    promise: "A record on file of the day of a withdrawal does not give consent again.",
    file: `${EDGE}/receipts.ts`,
    find: ".bind(site, either, receipt.day, isSameDayEnough ? 0 : 1),",
    replace: ".bind(site, either, receipt.day, 0),",
    killedBy: [`${EDGE}/receipts.test.ts`],
  },
  {
    id: "one-receipt-a-day",
    promise: "Two different decisions of one day are two receipts.",
    file: "packages/edge-worker/migrations/0012_receipt_evidence.sql",
    find: "PRIMARY KEY (site, subject, purposes, policy_version, day, evidence)",
    replace: "PRIMARY KEY (site, subject, day)",
    killedBy: [`${EDGE}/receipts.test.ts`],
  },
  {
    id: "bundles-not-migrated",
    promise: "A profile that was on its way between shards at an upgrade arrives readable.",
    file: `${EDGE}/identity/shard/shard-schema.ts`,
    find: "  RENAMES,\n  renameInBundles,",
    replace: "  RENAMES,\n  () => undefined,",
    killedBy: [`${EDGE}/identity/shard/stored-state.test.ts`],
  },
  {
    id: "new-shard-differs",
    promise: "A new shard has the tables that an upgraded one has.",
    file: `${EDGE}/identity/shard/shard-tables.ts`,
    find: "CREATE INDEX due_hour ON due (hour);",
    replace: "",
    killedBy: [`${EDGE}/identity/shard/shard-tables.test.ts`],
  },
]);
