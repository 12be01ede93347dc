import { runInDurableObject } from "cloudflare:test";
import { type Channel, Codeword, type LinkToken, OperationId, type ProfileExport } from "@sedge/protocol";
import { env } from "cloudflare:workers";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { expectSound, shard, storage } from "../../../test/shards.ts";
import { alarms, HOOK_RULE, passHours, useTriggerEdge } from "../../../test/trigger-edge.ts";
import { act, randomText, somebody } from "../../../test/visitor.ts";
import { ChannelReaders } from "../identity/client/channel-readers.ts";
import { Identity } from "../identity/client/identity.ts";
import { USUAL_RULES } from "../identity/operations/identity-rules.ts";
import { SHARDS } from "../identity/shard/shard-number.ts";

const root: Codeword = v.parse(Codeword, { generation: 0, path: "" });
const signed = () => ({ operationId: v.parse(OperationId, randomText(16)), at: Math.floor(Date.now() / 1_000) });
const { ask, order, assign } = useTriggerEdge();

/** A connector's delivery of a codeword, without its envelope. */
async function delivered(token: LinkToken, channel: Channel): Promise<void> {
  const identity = new Identity(env, "demo", USUAL_RULES);
  await new ChannelReaders(identity).register([{ token, at: signed().at }], channel);
}

describe("to a channel's system", () => {
  test("an hour that passes fires, once, by the channel's own token alone", async () => {
    await order([HOOK_RULE]);
    const [ann, mail] = await Promise.all([somebody(), somebody()]);
    await act("link", [ann, mail], {}, ask);
    await delivered(mail.token, "email");
    await assign(ann, "app");
    await alarms();
    expect((await storage()).webhooks).toEqual([]);
    expect((await storage()).due).toHaveLength(1);
    await passHours(3);
    await alarms();
    const { webhooks, fired, due } = await storage();
    expect(webhooks).toMatchObject([{ token: mail.token, channel: "email" }]);
    expect(new Set(fired.map(({ token }) => token))).toEqual(new Set([ann.token, mail.token]));
    expect(due).toEqual([]);
    const { journey } = await (await act("export", [ann], {}, ask)).json<ProfileExport>();
    expect(journey.webhooks).toEqual([{ token: mail.token, channel: "email", rule: "left-the-app" }]);
    await assign(ann, "app");
    await passHours(3);
    await alarms();
    expect((await storage()).webhooks).toHaveLength(1);
  });
  test("sends a channel no webhook about a person that it does not know", async () => {
    await order([HOOK_RULE]);
    const ann = await somebody();
    await delivered(ann.token, "social");
    await assign(ann, "app");
    await passHours(3);
    await alarms();
    const { webhooks, fired, due } = await storage();
    expect([webhooks, fired, due]).toEqual([[], [], []]);
  });
  test("a crash between the decision and the queue loses nothing", async () => {
    await order([{ ...HOOK_RULE, when: "seen:app" }]);
    const people = await Promise.all(Array.from({ length: 8 }, somebody));
    for (const keys of people) {
      await act("link", [keys], {}, ask);
      await delivered(keys.token, "email");
      await assign(keys, "app");
      // Whatever the shard was about to do is not done.
      for (let number = 0; number < SHARDS; number++) {
        await runInDurableObject(shard(number), (_, state) => state.abort("killed")).catch(() => undefined);
      }
    }
    const { webhooks } = await storage();
    expect(webhooks.map(({ token }) => token).sort()).toEqual(people.map(({ token }) => token).sort());
    // As it is left where the queue has got nothing at all.
    for (let number = 0; number < SHARDS; number++) {
      await runInDurableObject(shard(number), (_, state) => state.storage.sql.exec("UPDATE webhooks SET sent = NULL"));
    }
    await alarms();
    const sent = (await storage()).webhooks;
    expect(sent.map(({ id }) => id).sort()).toEqual(webhooks.map(({ id }) => id).sort());
    for (const webhook of sent) expect(webhook["sent"]).toBe(webhook["hour"]);
  });
  test("what waits goes along with a move, and is gone with a withdrawal or an erasure", async () => {
    await order([{ ...HOOK_RULE, when: "seen:app" }]);
    const waiting = async () => {
      const [keys, other] = await Promise.all([somebody(), somebody()]);
      await act("link", [keys], {}, ask);
      await delivered(keys.token, "email");
      await assign(keys, "app");
      await act("link", [keys, other], {}, ask);
      expect((await storage()).webhooks).toMatchObject([{ token: keys.token }]);
      await expectSound();
      return keys;
    };
    await act("erase", [await waiting()], {}, ask);
    expect((await storage()).webhooks).toEqual([]);
    const keys = await waiting();
    const withdrawal = { purposes: [], policyVersion: "2026-11", day: "2026-11-22" };
    expect((await act("unlink", [keys], { receipt: withdrawal }, ask)).status).toBe(200);
    const { webhooks, seen, due } = await storage();
    expect([webhooks, seen, due]).toEqual([[], [], []]);
  });
  test("a purchase in time prevents it", async () => {
    await order([HOOK_RULE]);
    const ann = await somebody();
    await act("link", [ann], {}, ask);
    await delivered(ann.token, "email");
    await assign(ann, "app");
    await passHours(2);
    await new Identity(env, "demo", USUAL_RULES).assign(ann.token, "shop-till", root, signed());
    await passHours(1);
    await alarms();
    expect((await storage()).webhooks).toEqual([]);
    await passHours(2);
    await alarms();
    expect((await storage()).webhooks).toHaveLength(1);
  });
});
