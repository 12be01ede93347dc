import { runInDurableObject } from "cloudflare:test";
import type { LinkKeys } from "@sedge/privacy/link-key";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { storage, shard } from "../../test/shards.ts";
import { HOOK_RULE, useTriggerEdge } from "../../test/trigger-edge.ts";
import { act, somebody } from "../../test/visitor.ts";
import { ProfileRows } from "../lib/identity/graph/profile-rows.ts";
import { SHARDS, shardOf } from "../lib/identity/shard/shard-number.ts";
import { ShardTriggers } from "../lib/triggers/shard-triggers.ts";
import { deliverWebhooks } from "../lib/triggers/webhook-delivery.ts";
import type { WebhookTicket } from "../lib/triggers/webhook-ticket.ts";

const { ask, order, assign } = useTriggerEdge();

/** A person for whom a webhook waits. */
async function awaited(): Promise<LinkKeys> {
  await order([{ ...HOOK_RULE, when: "seen:app" }]);
  const keys = await somebody();
  await act("link", [keys], {}, ask);
  await shard(shardOf(keys.token)).registerForChannel(
    [{ token: keys.token, at: Math.floor(Date.now() / 1_000) }],
    "email",
  );
  await assign(keys, "app");
  expect((await storage()).webhooks).toMatchObject([{ token: keys.token }]);
  return keys;
}

/** What the shards put into the queue: everything that they have, as if the queue had got nothing. */
async function tickets(): Promise<WebhookTicket[]> {
  const sent: WebhookTicket[] = [];
  const queue = {
    send: async (ticket: WebhookTicket) => {
      sent.push(ticket);
      return {} as never;
    },
  };
  for (let number = 0; number < SHARDS; number++) {
    await runInDurableObject(shard(number), async (_, state) => {
      state.storage.sql.exec("UPDATE webhooks SET sent = NULL");
      const rows = new ProfileRows(state.storage.sql);
      await new ShardTriggers(state.storage, rows, { site: "demo", shard: number }, queue).send(Date.now());
    });
  }
  return sent;
}

/** What becomes of a message with this body. The destination can't be reached, so what is sent fails and comes again. */
async function taken(body: WebhookTicket, queue = "sedge-webhooks"): Promise<"settled" | "sent"> {
  let result: "settled" | "sent" | undefined;
  const message = { body, attempts: 1, ack: () => (result = "settled"), retry: () => (result = "sent") };
  await deliverWebhooks({ queue, messages: [message] } as unknown as MessageBatch, env, Date.now);
  return result ?? expect.fail("neither");
}

test("a ticket names no token, and has no effect once the person has erased or withdrawn, nor has one of older code", async () => {
  for (const leave of [
    (keys: LinkKeys) => act("erase", [keys], {}, ask),
    (keys: LinkKeys) => shard(shardOf(keys.token)).silence(keys.token),
  ]) {
    const keys = await awaited();
    const [ticket] = await tickets();
    if (!ticket) return expect.fail("no ticket");
    expect(JSON.stringify(ticket)).not.toContain(keys.token);
    const { site, id } = ticket;
    const older = { site, token: keys.token, id };
    expect([await taken(ticket), await taken(older)]).toEqual(["sent", "sent"]);
    await leave(keys);
    expect([await taken(ticket), await taken(older)]).toEqual(["settled", "settled"]);
    expect([await taken(ticket, "sedge-webhooks-dead"), await taken(older, "sedge-webhooks-dead")]).toEqual([
      "settled",
      "settled",
    ]);
    expect((await env.DB.prepare("SELECT * FROM dead_webhooks").all()).results).toEqual([]);
  }
});

test("a webhook whose profile has moved is sent by its new shard, and an earlier ticket does not end it", async () => {
  const keys = await awaited();
  const [ticket] = await tickets();
  if (!ticket || "token" in ticket) return expect.fail("no ticket");
  const homeOf = async () => (await storage()).webhooks.map((webhook) => webhook.shard);
  const [home] = await homeOf();
  // As if the queue had been given the ticket in an hour that is known again.
  const hour = 1_000_000;
  await runInDurableObject(shard(Number(home)), (_, state) =>
    state.storage.sql.exec("UPDATE webhooks SET sent = ?", hour),
  );
  // A component goes to the home of the smallest token.
  for (let turn = 0; turn < 64 && (await homeOf())[0] === home; turn++)
    await act("link", [keys, await somebody()], {}, ask);
  expect(await homeOf()).not.toEqual([home]);
  expect((await storage()).webhooks[0]?.["sent"]).not.toBe(hour);
  expect(await taken(ticket)).toBe("settled");
  const [next] = await tickets();
  expect(next).toEqual({ ...ticket, shard: (await homeOf())[0] });
  expect(await taken(next ?? ticket)).toBe("sent");
});
