import type { Assignment, ProfileExport } from "@sedge/protocol";
import { describe, expect, test } from "vitest";
import { expectSound, storage } from "../../../test/shards.ts";
import { alarms, HOUR_MS, PAGE_RULE, passHours, triggersOf, useTriggerEdge } from "../../../test/trigger-edge.ts";
import { act, randomText, somebody } from "../../../test/visitor.ts";

const { ask, order, assign } = useTriggerEdge();

describe("to the page", () => {
  test("a rule fires with the answer that makes it true, as often as its cap allows", async () => {
    await order([PAGE_RULE]);
    const ann = await somebody();
    expect(await triggersOf(assign(ann, "web"))).toEqual([]);
    expect(await triggersOf(assign(ann, "app"))).toEqual(["on-both"]);
    expect(await triggersOf(assign(ann, "web"))).toEqual([]);
    await passHours(47);
    expect(await triggersOf(assign(ann, "web"))).toEqual([]);
    await passHours(1);
    expect(await triggersOf(assign(ann, "web"))).toEqual(["on-both"]);
  });
  test("a repeat of the operation gets the same answer and fires nothing", async () => {
    await order([{ ...PAGE_RULE, cap: { times: 2, hours: 48 } }]);
    const ann = await somebody();
    await assign(ann, "web");
    const operationId = randomText(16);
    expect(await triggersOf(assign(ann, "app", operationId))).toEqual(["on-both"]);
    expect(await triggersOf(assign(ann, "app", operationId))).toEqual(["on-both"]);
    expect((await storage()).fired).toHaveLength(1);
    expect(await triggersOf(assign(ann, "app"))).toEqual(["on-both"]);
    expect(await triggersOf(assign(ann, "app"))).toEqual([]);
  });
  test("a rule fires only while its condition is true: neither false nor unknown", async () => {
    const ann = await somebody();
    const { clusterId } = await (await assign(ann, "web")).json<Assignment>();
    const rule = (name: string, when: string) => ({ ...PAGE_RULE, name, when });
    // The profile has no codeword of the mail, so that the cluster of its mail is unknown.
    await order([
      rule("true", `cluster:${clusterId} & channel:web & level<=0`),
      rule("false", `!cluster:${clusterId}`),
      rule("unknown", `cluster.email:${clusterId}`),
      rule("not-unknown", `!cluster.email:${clusterId}`),
      rule("either", `cluster.email:${clusterId} | seen:web`),
    ]);
    expect(await triggersOf(assign(ann, "web"))).toEqual(["true", "either"]);
  });
  test("a cap applies to every token of the person, after a move and a split", async () => {
    await order([PAGE_RULE]);
    const [ann, phone, other] = await Promise.all([somebody(), somebody(), somebody()]);
    await act("link", [ann, phone], {}, ask);
    await assign(ann, "web");
    expect(await triggersOf(assign(phone, "app"))).toEqual(["on-both"]);
    await act("link", [phone, other], {}, ask);
    await expectSound();
    expect(await triggersOf(assign(other, "app"))).toEqual([]);
    await act("unlink", [phone], {}, ask);
    await assign(phone, "web");
    expect(await triggersOf(assign(phone, "app"))).toEqual([]);
  });
});

describe("what is remembered of the way", () => {
  test("changes of channel, to three, in the export, and gone with an erasure", async () => {
    const [ann, phone] = await Promise.all([somebody(), somebody()]);
    await act("link", [ann, phone], {}, ask);
    for (let time = 0; time < 4; time++) {
      await assign(ann, "web");
      await assign(phone, "app");
    }
    const { journey } = await (await act("export", [ann], {}, ask)).json<ProfileExport>();
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
    await act("erase", [ann], {}, ask);
    const left = await storage();
    for (const table of ["seen", "channel_transitions", "fired", "webhooks", "due"] as const)
      expect(left[table]).toEqual([]);
  });
  test("changes are over after thirty days, and deleted", async () => {
    const ann = await somebody();
    await assign(ann, "web");
    await assign(ann, "app");
    await passHours(30 * 24);
    const { journey } = await (await act("export", [ann], {}, ask)).json<ProfileExport>();
    expect(journey.transitions).toEqual([]);
    await alarms();
    expect((await storage()).channel_transitions).toEqual([]);
    expect((await storage()).seen).toHaveLength(2);
  });
});
