import { area } from "./mutant.ts";

const EDGE = "packages/edge-worker/src";

/** Promises about how long something is kept, and what is left of what was deleted. */
export const threatRetention = area("threat-retention", [
  {
    id: "ticket-names-token",
    promise: "A message in the queue of webhooks names no token.",
    file: `${EDGE}/lib/triggers/shard-triggers.ts`,
    find: "for (const id of triggers.unsent(hour, AT_ONCE)) {\n        await this.#queue.send({ ...this.#place, id });",
    replace:
      'for (const id of triggers.unsent(hour, AT_ONCE)) {\n        await this.#queue.send({ site: "demo", token: triggers.webhook(id)?.token as never, id });',
    killedBy: [`${EDGE}/hostile/queue-tickets.test.ts`],
  },
  {
    id: "moved-webhook-not-sent-again",
    promise: "A webhook that has moved with its profile is sent by its new shard.",
    file: `${EDGE}/lib/triggers/trigger-rows.ts`,
    find: "for (const { id, token, channel, findings, hour } of webhooks) {\n      const values = [id, token, channel, JSON.stringify(findings), hour, null];",
    replace:
      "for (const { id, token, channel, findings, hour, sent } of webhooks) {\n      const values = [id, token, channel, JSON.stringify(findings), hour, sent];",
    killedBy: [`${EDGE}/hostile/queue-tickets.test.ts`],
  },
  {
    id: "retention-not-enforced",
    promise: "What has passed its time is deleted.",
    file: `${EDGE}/lib/retention/retention-job.ts`,
    find: "const hasMore = await end?.(env, site, await retentionOf(env.DB, site), now);",
    replace: "const hasMore = (await retentionOf(env.DB, site)).receiptDays < 0 && end !== undefined;",
    killedBy: [`${EDGE}/hostile/retention.test.ts`],
  },
  {
    id: "retention-stops-at-a-failure",
    promise: "A deletion that fails stops no other kind or site.",
    file: `${EDGE}/lib/retention/retention-job.ts`,
    find: 'writeLog({ event: "retention-failed", site, ...describeError(error) });\n    return now + RETRY_SECONDS;',
    replace: "throw error;",
    killedBy: [`${EDGE}/hostile/retention.test.ts`],
  },
  {
    id: "profiles-stay",
    promise: "A profile about which nobody sends anything is erased in the end.",
    file: `${EDGE}/lib/identity/sagas/expiry.ts`,
    find: "day + profileDays <= today ||",
    replace: "",
    killedBy: [`${EDGE}/hostile/retention.test.ts`],
  },
  {
    id: "codewords-stay",
    promise: "A codeword that nobody reports again is deleted in the end.",
    file: `${EDGE}/lib/identity/shard/shard-retention.ts`,
    find: "sql.exec(`DELETE FROM observations",
    replace: "if (since < 0) sql.exec(`DELETE FROM observations",
    killedBy: [`${EDGE}/hostile/retention.test.ts`],
  },
  {
    id: "records-stay",
    promise: "A record that nobody sends again is deleted in the end.",
    file: `${EDGE}/lib/identity/shard/shard-retention.ts`,
    find: "tokens.forEach((token) => records.remove(token))",
    replace: "tokens.length",
    killedBy: [`${EDGE}/hostile/retention.test.ts`],
  },
  {
    id: "history-stays",
    promise: "What has been taken back is forgotten in the end.",
    file: `${EDGE}/lib/identity/operations/recent-operations.ts`,
    find: 'action !== "undo" && at < since',
    replace: 'action !== "undo" && at < 0',
    killedBy: [`${EDGE}/hostile/retention.test.ts`],
  },
  {
    id: "old-consent-counts",
    promise: "A consent that is older than the site keeps receipts gives nothing.",
    file: `${EDGE}/lib/receipt-day.ts`,
    find: "if (receipt.day < dayOf(now - receiptDays * DAY_MS) && !isRight)",
    replace: "if (receiptDays < 0)",
    killedBy: [`${EDGE}/hostile/retention.test.ts`],
  },
  {
    id: "periods-without-bounds",
    promise: "A period is within its bounds.",
    file: "packages/protocol/src/lib/retention.ts",
    find: "value >= min && value <= max",
    replace: "value >= min",
    killedBy: [`${EDGE}/hostile/retention.test.ts`],
  },
]);
