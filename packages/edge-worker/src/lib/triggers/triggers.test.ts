import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import type { LinkKeys } from "@sedge/privacy/link-key";
import {
  type Assignment,
  type Channel,
  Codeword,
  type LinkToken,
  OperationId,
  type ProfileExport,
  type TriggerOrder,
} from "@sedge/protocol";
import { env } from "cloudflare:workers";
import * as v from "valibot";
import { beforeEach, describe, expect, test } from "vitest";
import { clockedEdge } from "../../../test/clocked-edge.ts";
import { admin } from "../../../test/operator.ts";
import { expectSound, shard, storage } from "../../../test/shards.ts";
import { act, problem, problemOf, randomText, somebody } from "../../../test/visitor.ts";
import { ChannelReaders } from "../identity/client/channel-readers.ts";
import { Identity } from "../identity/client/identity.ts";
import { USUAL_RULES } from "../identity/operations/identity-rules.ts";
import { SHARDS } from "../identity/shard/shard-number.ts";

const HOUR_MS = 3_600_000;

const PAGE_RULE = {
  name: "on-both",
  when: "seen:web & seen:app",
  to: "page",
  cap: { times: 1, hours: 48 },
};
const HOOK_RULE = {
  name: "left-the-app",
  when: "seen:app & hours-since.app>2 & hours-since.shop-till>2",
  to: { webhook: "email" },
  cap: { times: 1, hours: 24 },
};
const DESTINATION = { channel: "email", url: "https://mail.example/sedge", secrets: [1] };

const root: Codeword = v.parse(Codeword, { generation: 0, path: "" });
const signed = () => ({ operationId: v.parse(OperationId, randomText(16)), at: Math.floor(Date.now() / 1_000) });

/** What is remembered is dated to the hour, so that a test has to end in the one in which it began. */
const LONGEST_TEST_MS = 20_000;

let edge = clockedEdge();
beforeEach(async () => {
  const leftOfHour = HOUR_MS - (Date.now() % HOUR_MS);
  if (leftOfHour < LONGEST_TEST_MS) await scheduler.wait(leftOfHour);
  edge = clockedEdge();
}, 2 * LONGEST_TEST_MS);
const order = async (rules: object[]) =>
  admin(
    "triggers",
    { rules, destinations: [DESTINATION] } satisfies { rules: object[]; destinations: object[] },
    edge.ask,
  );
const tell = (keys: LinkKeys, channel: Channel, operationId = randomText(16)) =>
  act("assign", [keys], { operationId, body: { channel, codeword: { generation: 0, path: "" } } }, edge.ask);
const triggersOf = async (response: Response | Promise<Response>) =>
  (await (await response).json<Assignment>()).triggers ?? [];

/** A connector's delivery of a codeword, without its envelope. */
async function delivered(token: LinkToken, channel: Channel): Promise<void> {
  const identity = new Identity(env, "demo", USUAL_RULES);
  await new ChannelReaders(identity).register([{ token, at: signed().at }], channel);
}

/** Everything that is remembered happened so many hours earlier. */
async function passHours(hours: number): Promise<void> {
  for (let number = 0; number < SHARDS; number++) {
    await runInDurableObject(shard(number), (_, { storage: { sql } }) => {
      for (const table of ["seen", "channel_transitions", "due", "fired"])
        sql.exec(`UPDATE ${table} SET hour = hour - ?`, hours);
      sql.exec("UPDATE fired SET until = until - ?", hours);
    });
  }
}

async function alarms(): Promise<void> {
  for (let number = 0; number < SHARDS; number++) await runDurableObjectAlarm(shard(number));
}

describe("rules", () => {
  test("are set, read and replaced by the operator alone", async () => {
    const before = await (await admin("triggers", undefined, edge.ask)).json();
    expect(before).toEqual({ version: 0, rules: [], destinations: [] });
    const set = await (await order([PAGE_RULE, HOOK_RULE])).json<TriggerOrder & { secrets: unknown[] }>();
    expect(set).toMatchObject({ version: 1, rules: [PAGE_RULE, HOOK_RULE], destinations: [DESTINATION] });
    expect(set.secrets).toEqual([
      { channel: "email", number: 1, secret: expect.stringMatching(/^whsec_[\w+/]{43}=$/) },
    ]);
    expect(await (await order([PAGE_RULE])).json()).toMatchObject({ version: 2, rules: [PAGE_RULE] });
    expect(await (await admin("triggers", undefined, edge.ask)).json()).toMatchObject({ version: 2 });
    const request = new Request("https://edge.test/v1/operator/sites/demo/triggers");
    expect(await problemOf(await edge.ask(request))).toEqual(problem(401, "unauthorised-admin"));
  });
  test("whose conditions are wrong are refused by rule and place, and change nothing", async () => {
    await order([PAGE_RULE]);
    const response = await order([
      { ...PAGE_RULE, when: "seen:web & seen:fax" },
      HOOK_RULE,
      { ...PAGE_RULE, name: "third", when: "friction>.5" },
    ]);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      code: "bad-condition",
      errors: [
        expect.stringMatching(/^rule 1, on-both: `when` at 11: `fax` is not a channel or any: .*\.$/),
        "rule 3, third: `when` at 0: `friction` is known only to the page, in page rules.",
      ],
    });
    const wrongType = await order([{ ...PAGE_RULE, when: { colour: "blue" } }]);
    expect(await wrongType.json()).toMatchObject({ code: "malformed-request", errors: ["rules.0.when"] });
    expect(await (await admin("triggers", undefined, edge.ask)).json()).toMatchObject({
      version: 1,
      rules: [PAGE_RULE],
    });
  });
  test("that were stored with conditions as JSON, as version 5 did, still fire and are read as text", async () => {
    const when = {
      all: [{ seen: "web" }, { not: { seen: "shop-till", withinHours: 2 } }, { seen: "app", withinHours: 0 }],
    };
    const settings = JSON.stringify({ rules: [{ ...PAGE_RULE, when }], destinations: [] });
    await env.DB.prepare("INSERT INTO trigger_settings VALUES ('demo', 7, ?)").bind(settings).run();
    const [rule] = (await (await admin("triggers", undefined, edge.ask)).json<TriggerOrder>()).rules;
    expect(rule).toEqual({ ...PAGE_RULE, when: "seen:web & !hours-since.shop-till<=2 & hours-since.app<=0" });
    const ann = await somebody();
    expect(await triggersOf(tell(ann, "web"))).toEqual([]);
    expect(await triggersOf(tell(ann, "app"))).toEqual(["on-both"]);
  });
  test("each secret is another, and the same again", async () => {
    const secrets = async (numbers: number[]) => {
      const body = { rules: [], destinations: [{ ...DESTINATION, secrets: numbers }] };
      const answer = await admin("triggers", body, edge.ask);
      return (await answer.json<{ secrets: { secret: string }[] }>()).secrets.map(({ secret }) => secret);
    };
    const [one] = await secrets([1]);
    const both = await secrets([2, 1]);
    expect(both).toEqual([expect.any(String), one]);
    expect(both[0]).not.toBe(one);
  });
});

describe("to the page", () => {
  test("a rule fires with the answer that makes it true, as often as its cap allows", async () => {
    await order([PAGE_RULE]);
    const ann = await somebody();
    expect(await triggersOf(tell(ann, "web"))).toEqual([]);
    expect(await triggersOf(tell(ann, "app"))).toEqual(["on-both"]);
    expect(await triggersOf(tell(ann, "web"))).toEqual([]);
    await passHours(47);
    expect(await triggersOf(tell(ann, "web"))).toEqual([]);
    await passHours(1);
    expect(await triggersOf(tell(ann, "web"))).toEqual(["on-both"]);
  });
  test("a repeat of the operation gets the same answer and fires nothing", async () => {
    await order([{ ...PAGE_RULE, cap: { times: 2, hours: 48 } }]);
    const ann = await somebody();
    await tell(ann, "web");
    const operationId = randomText(16);
    expect(await triggersOf(tell(ann, "app", operationId))).toEqual(["on-both"]);
    expect(await triggersOf(tell(ann, "app", operationId))).toEqual(["on-both"]);
    expect((await storage()).fired).toHaveLength(1);
    expect(await triggersOf(tell(ann, "app"))).toEqual(["on-both"]);
    expect(await triggersOf(tell(ann, "app"))).toEqual([]);
  });
  test("a rule fires only while its condition is true: neither false nor unknown", async () => {
    const ann = await somebody();
    const { clusterId } = await (await tell(ann, "web")).json<Assignment>();
    const rule = (name: string, when: string) => ({ ...PAGE_RULE, name, when });
    // The profile has no codeword of the mail, so that the cluster of its mail is unknown.
    await order([
      rule("true", `cluster:${clusterId} & channel:web & level<=0`),
      rule("false", `!cluster:${clusterId}`),
      rule("unknown", `cluster.email:${clusterId}`),
      rule("not-unknown", `!cluster.email:${clusterId}`),
      rule("either", `cluster.email:${clusterId} | seen:web`),
    ]);
    expect(await triggersOf(tell(ann, "web"))).toEqual(["true", "either"]);
  });
  test("a cap applies to every token of the person, after a move and a split", async () => {
    await order([PAGE_RULE]);
    const [ann, phone, other] = await Promise.all([somebody(), somebody(), somebody()]);
    await act("link", [ann, phone], {}, edge.ask);
    await tell(ann, "web");
    expect(await triggersOf(tell(phone, "app"))).toEqual(["on-both"]);
    await act("link", [phone, other], {}, edge.ask);
    await expectSound();
    expect(await triggersOf(tell(other, "app"))).toEqual([]);
    await act("unlink", [phone], {}, edge.ask);
    await tell(phone, "web");
    expect(await triggersOf(tell(phone, "app"))).toEqual([]);
  });
});

describe("what is remembered of the way", () => {
  test("changes of channel, to three, in the export, and gone with an erasure", async () => {
    const [ann, phone] = await Promise.all([somebody(), somebody()]);
    await act("link", [ann, phone], {}, edge.ask);
    for (let time = 0; time < 4; time++) {
      await tell(ann, "web");
      await tell(phone, "app");
    }
    const { journey } = await (await act("export", [ann], {}, edge.ask)).json<ProfileExport>();
    const at = (Date.now() - (Date.now() % HOUR_MS)) / 1_000;
    expect(journey.transitions).toEqual([
      { from: "app", to: "web", times: 3 },
      { from: "web", to: "app", times: 3 },
    ]);
    expect(journey.seen.toSorted((one, other) => (one.channel < other.channel ? -1 : 1))).toEqual([
      { token: phone.token, channel: "app", at },
      { token: ann.token, channel: "web", at },
    ]);
    // Nothing finer than an hour, and no more than three, is anywhere in storage.
    const { channel_transitions: rows } = await storage();
    expect(rows.map(({ times, hour }) => [times, hour])).toEqual([
      [3, at / 3_600],
      [3, at / 3_600],
    ]);
    await act("erase", [ann], {}, edge.ask);
    const left = await storage();
    for (const table of ["seen", "channel_transitions", "fired", "webhooks", "due"] as const)
      expect(left[table]).toEqual([]);
  });
  test("changes are over after thirty days, and deleted", async () => {
    const ann = await somebody();
    await tell(ann, "web");
    await tell(ann, "app");
    await passHours(30 * 24);
    const { journey } = await (await act("export", [ann], {}, edge.ask)).json<ProfileExport>();
    expect(journey.transitions).toEqual([]);
    await alarms();
    expect((await storage()).channel_transitions).toEqual([]);
    expect((await storage()).seen).toHaveLength(2);
  });
});

describe("to a channel's system", () => {
  test("an hour that passes fires, once, by the channel's own token alone", async () => {
    await order([HOOK_RULE]);
    const [ann, mail] = await Promise.all([somebody(), somebody()]);
    await act("link", [ann, mail], {}, edge.ask);
    await delivered(mail.token, "email");
    await tell(ann, "app");
    await alarms();
    expect((await storage()).webhooks).toEqual([]);
    expect((await storage()).due).toHaveLength(1);
    await passHours(3);
    await alarms();
    const { webhooks, fired, due } = await storage();
    expect(webhooks).toMatchObject([{ token: mail.token, channel: "email" }]);
    expect(new Set(fired.map(({ token }) => token))).toEqual(new Set([ann.token, mail.token]));
    expect(due).toEqual([]);
    const { journey } = await (await act("export", [ann], {}, edge.ask)).json<ProfileExport>();
    expect(journey.webhooks).toEqual([{ token: mail.token, channel: "email", rule: "left-the-app" }]);
    await tell(ann, "app");
    await passHours(3);
    await alarms();
    expect((await storage()).webhooks).toHaveLength(1);
  });
  test("sends a channel no webhook about a person that it does not know", async () => {
    await order([HOOK_RULE]);
    const ann = await somebody();
    await delivered(ann.token, "social");
    await tell(ann, "app");
    await passHours(3);
    await alarms();
    const { webhooks, fired, due } = await storage();
    expect([webhooks, fired, due]).toEqual([[], [], []]);
  });
  test("a crash between the decision and the queue loses nothing", async () => {
    await order([{ ...HOOK_RULE, when: "seen:app" }]);
    const people = await Promise.all(Array.from({ length: 8 }, somebody));
    for (const keys of people) {
      await act("link", [keys], {}, edge.ask);
      await delivered(keys.token, "email");
      await tell(keys, "app");
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
      await act("link", [keys], {}, edge.ask);
      await delivered(keys.token, "email");
      await tell(keys, "app");
      await act("link", [keys, other], {}, edge.ask);
      expect((await storage()).webhooks).toMatchObject([{ token: keys.token }]);
      await expectSound();
      return keys;
    };
    await act("erase", [await waiting()], {}, edge.ask);
    expect((await storage()).webhooks).toEqual([]);
    const keys = await waiting();
    const withdrawal = { purposes: [], policyVersion: "2026-11", day: "2026-11-22" };
    expect((await act("unlink", [keys], { receipt: withdrawal }, edge.ask)).status).toBe(200);
    const { webhooks, seen, due } = await storage();
    expect([webhooks, seen, due]).toEqual([[], [], []]);
  });
  test("a purchase in time prevents it", async () => {
    await order([HOOK_RULE]);
    const ann = await somebody();
    await act("link", [ann], {}, edge.ask);
    await delivered(ann.token, "email");
    await tell(ann, "app");
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
