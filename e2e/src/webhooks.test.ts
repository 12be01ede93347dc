import { DeadWebhooks, TriggerSecrets } from "@sedge/protocol";
import type { LinkKeys } from "@sedge/privacy/link-key";
import { type Operators } from "@sedge/testbed";
import * as v from "valibot";
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from "vitest";
import { ChannelSystem, receiptOf, stranger } from "./channel-system.ts";
import { atEdge } from "./connector-keys.ts";
import { startOperators } from "./operators.ts";
import { opened, startReceiver, type WebhookReceiver } from "./webhook-receiver.ts";

/** Longest wait for something that the edge does later, in milliseconds. */
const PATIENCE_MS = 45_000;

let operators: Operators;
let mail: ChannelSystem;
let chat: ChannelSystem;
let receiver: WebhookReceiver;
let secrets: string[];

const RULE = {
  name: "wrote-after-mail",
  when: { all: [{ transition: { from: "email", to: "chat" } }, { seen: "chat", withinHours: 1 }] },
  to: { webhook: "email" },
  cap: { times: 1, hours: 24 },
};

/** The rules of now. */
async function order(url: string, changes: object = {}, numbers = [1]): Promise<void> {
  const body = { rules: [{ ...RULE, ...changes }], destinations: [{ channel: "email", url, secrets: numbers }] };
  const set = v.parse(TriggerSecrets, await (await atEdge(operators, "triggers", body)).json());
  secrets = set.secrets.map(({ secret }) => secret);
}

/** Somebody whom the mail system knows, and who then writes in the chat by the same token. */
async function writes(): Promise<LinkKeys> {
  const keys = await stranger();
  expect(await mail.tells(keys)).toMatchObject({ tokens: 1 });
  expect(await chat.tells(keys)).toMatchObject({ tokens: 1 });
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
const delivered = (count: number) =>
  expect.poll(() => receiver.received.length, { timeout: PATIENCE_MS }).toBeGreaterThanOrEqual(count);

test("a channel's system is told, signed, by the token that it has registered itself", async () => {
  const keys = await writes();
  await delivered(1);
  const [webhook] = receiver.received;
  if (!webhook) throw new Error("nothing came");
  const notice = opened(webhook, secrets[0] ?? "");
  expect(notice).toMatchObject({
    type: "sedge.trigger",
    data: { site: "demo", channel: "email", token: keys.token, rule: "wrote-after-mail", stage: "consider" },
  });
  // Nothing finer than the hour, nothing of other channels, and no token but the channel's own.
  expect(notice.timestamp).toMatch(/:00:00\.000Z$/);
  expect(Object.keys(notice.data).sort()).toEqual(["channel", "cluster", "rule", "site", "stage", "token", "version"]);
  expect(() => opened({ ...webhook, body: webhook.body.replace("consider", "buy") }, secrets[0] ?? "")).toThrow();
});

test("while secrets change both sign, and a receiver with either is served", async () => {
  const [before = ""] = secrets;
  await order(receiver.url, {}, [2, 1]);
  await writes();
  await delivered(1);
  const [webhook] = receiver.received;
  if (!webhook) throw new Error("nothing came");
  expect(secrets[1]).toBe(before);
  for (const secret of secrets) expect(opened(webhook, secret).data.channel).toBe("email");
});

test("what fails is sent again under the same id, and has one effect", async () => {
  receiver.statuses.push(500, 503);
  await writes();
  await delivered(3);
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  expect(receiver.received).toHaveLength(3);
  expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(1);
  expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1);
});

test("whoever has withdrawn meanwhile is told of to nobody", async () => {
  receiver.statuses.push(...Array.from({ length: 100 }, () => 500));
  const keys = await stranger();
  await mail.tells(keys, { receipt: receiptOf(["link"], -1) });
  await chat.tells(keys, { receipt: receiptOf(["link"], -1) });
  await delivered(1);
  const after = await mail.delivers([keys], { action: "unlink", receipt: receiptOf([]) });
  expect(after).toHaveProperty("operationId");
  // One that was on the wire at that very moment may still come; of the nine tries no other does, nor is it given up as dead.
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  const count = receiver.received.length;
  await new Promise((resolve) => setTimeout(resolve, 5_000));
  expect(receiver.received).toHaveLength(count);
  expect(count).toBeLessThan(9);
  expect(await dead()).toEqual([]);
});

test("a receiver that is dead for good gets it no more, and the operator sees that", async () => {
  await receiver.die();
  await writes();
  await expect.poll(dead, { timeout: PATIENCE_MS }).toHaveLength(1);
  const [webhook] = await dead();
  expect(webhook).toMatchObject({ channel: "email", rule: "wrote-after-mail" });
  expect((webhook?.at ?? 1) % 3_600).toBe(0);
});

test("the cap outlives a restart that cuts everything off", async () => {
  const keys = await writes();
  await delivered(1);
  await operators.edge.kill();
  await operators.edge.restart();
  await mail.tells(keys);
  await chat.tells(keys);
  await new Promise((resolve) => setTimeout(resolve, 4_000));
  expect(receiver.received).toHaveLength(1);
});
