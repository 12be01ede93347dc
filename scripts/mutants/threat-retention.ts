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
]);
