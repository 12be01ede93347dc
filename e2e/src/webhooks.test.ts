import { DeadWebhooks, TriggerSecrets } from "@sedge/protocol";
import type { LinkKeys } from "@sedge/privacy/link-key";
import { type Operators } from "@sedge/testbed";
import * as v from "valibot";
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from "vitest";
import { ChannelSystem, receiptOf } from "./channel-system.ts";
import { atEdge } from "./connector-keys.ts";
import { startOperators } from "./operators.ts";
import { randomKeys } from "./signed-message.ts";
import { opened, startReceiver, type WebhookReceiver } from "./webhook-receiver.ts";

/** The longest wait for background work of the edge, in milliseconds. */
const PATIENCE_MS = 45_000;

let operators: Operators;
let mail: ChannelSystem;
let chat: ChannelSystem;
let receiver: WebhookReceiver;
let secrets: string[];

const RULE = {
  name: "wrote-after-mail",
  when: "transitions.email.chat>=1 & hours-since.chat<=1",
  to: { webhook: "email" },
  cap: { times: 1, hours: 24 },
};

/** Sets the trigger rules. */
async function order(url: string, changes: object = {}, numbers = [1]): Promise<void> {
  const body = { rules: [{ ...RULE, ...changes }], destinations: [{ channel: "email", url, secrets: numbers }] };
  const set = v.parse(TriggerSecrets, await (await atEdge(operators, "triggers", body)).json());
  secrets = set.secrets.map(({ secret }) => secret);
}

/** A person whom the mail system knows, and who then writes in the chat with the same token. */
async function writes(): Promise<LinkKeys> {
  const keys = await randomKeys();
  expect(await mail.assign(keys)).toMatchObject({ tokens: 1 });
  expect(await chat.assign(keys)).toMatchObject({ tokens: 1 });
  return keys;
}

beforeAll(async () => {
  operators = await startOperators({ edgeVars: { WEBHOOK_RETRY_SECONDS: "0" } });
  mail = new ChannelSystem(operators, "email");
  chat = new ChannelSystem(operators, "chat");
  await Promise.all([mail.register(), chat.register()]);
});
afterAll(() => operators.stop());

beforeEach(async () => {
  receiver = await startReceiver();
  onTestFinished(() => receiver.stop());
  await order(receiver.url);
});

const dead = async () => v.parse(DeadWebhooks, await (await atEdge(operators, "dead-webhooks")).json()).webhooks;
/** How often a webhook with this ID arrived. */
const arrivals = (id: string | undefined) => receiver.received.filter((webhook) => webhook.id === id).length;
const delivered = (count: number) =>
  expect.poll(() => receiver.received.length, { timeout: PATIENCE_MS }).toBeGreaterThanOrEqual(count);

test("sends the channel's system a signed webhook with the token it registered", async () => {
  const keys = await writes();
  await delivered(1);
  const [webhook] = receiver.received;
  if (!webhook) throw new Error("nothing came");
  const notice = opened(webhook, secrets[0] ?? "");
  expect(notice).toMatchObject({
    type: "sedge.trigger",
    data: { site: "demo", channel: "email", token: keys.token, rule: "wrote-after-mail", stage: "consider" },
  });
  // Times are in hours, and only the channel's own token appears.
  expect(notice.timestamp).toMatch(/:00:00\.000Z$/);
  expect(Object.keys(notice.data).sort()).toEqual(["channel", "cluster", "rule", "site", "stage", "token", "version"]);
  expect(() => opened({ ...webhook, body: webhook.body.replace("consider", "buy") }, secrets[0] ?? "")).toThrow();
});

test("signs with both secrets during a change, so that either verifies", async () => {
  const [before = ""] = secrets;
  await order(receiver.url, {}, [2, 1]);
  await writes();
  await delivered(1);
  const [webhook] = receiver.received;
  if (!webhook) throw new Error("nothing came");
  expect(secrets[1]).toBe(before);
  for (const secret of secrets) expect(opened(webhook, secret).data.channel).toBe("email");
});

test("retries a failed webhook under the same ID until one delivery succeeds", async () => {
  receiver.statuses.push(500, 503);
  await writes();
  await delivered(3);
  const [first] = receiver.received;
  // A fourth try would be in the queue before the next person's webhook.
  await writes();
  await delivered(4);
  expect(receiver.received.map(({ id }) => id === first?.id)).toEqual([true, true, true, false]);
  expect(new Set(receiver.received.slice(0, 3).map(({ body }) => body)).size).toBe(1);
});

test("stops sending webhooks about a person who withdraws", async () => {
  receiver.statuses.push(...Array.from({ length: 100 }, () => 500));
  const keys = await randomKeys();
  await mail.assign(keys, { receipt: receiptOf(["link"], -1) });
  await chat.assign(keys, { receipt: receiptOf(["link"], -1) });
  await delivered(1);
  const after = await mail.deliver([keys], { action: "unlink", receipt: receiptOf([]) });
  expect(after).toHaveProperty("operationId");
  const [first] = receiver.received;
  // A webhook in flight at that moment may still arrive. No further try does while another person's webhook is retried, and
  // the webhook is not listed as dead.
  await writes();
  const others = () => receiver.received.length - arrivals(first?.id);
  await expect.poll(others, { timeout: PATIENCE_MS }).toBeGreaterThanOrEqual(1);
  const count = arrivals(first?.id);
  await expect.poll(others, { timeout: PATIENCE_MS }).toBeGreaterThanOrEqual(4);
  expect(arrivals(first?.id)).toBe(count);
  expect(count).toBeLessThan(9);
  expect(await dead()).toEqual([]);
  receiver.statuses.length = 0;
});

test("gives up on a receiver that stays down, and lists the webhook for the operator", async () => {
  await receiver.die();
  await writes();
  await expect.poll(dead, { timeout: PATIENCE_MS }).toHaveLength(1);
  const [webhook] = await dead();
  expect(webhook).toMatchObject({ channel: "email", rule: "wrote-after-mail" });
  expect((webhook?.at ?? 1) % 3_600).toBe(0);
});

test("keeps the cap across a kill and a restart", async () => {
  const keys = await writes();
  await delivered(1);
  await operators.edge.kill();
  await operators.edge.restart();
  await mail.assign(keys);
  await chat.assign(keys);
  // A second webhook about the same person would be in the queue before the next person's.
  await writes();
  await delivered(2);
  const tokens = receiver.received.map((webhook) => opened(webhook, secrets[0] ?? "").data.token);
  expect(tokens).toHaveLength(2);
  expect(new Set(tokens).size).toBe(2);
});
