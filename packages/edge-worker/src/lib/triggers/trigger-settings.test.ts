import type { TriggerOrder } from "@sedge/protocol";
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { admin } from "../../../test/operator.ts";
import { DESTINATION, HOOK_RULE, PAGE_RULE, triggersOf, useTriggerEdge } from "../../../test/trigger-edge.ts";
import { problem, problemOf, somebody } from "../../../test/visitor.ts";

const { ask, order, assign } = useTriggerEdge();

describe("trigger rules", () => {
  test("are set, read and replaced by the operator alone", async () => {
    const before = await (await admin("triggers", undefined, ask)).json();
    expect(before).toEqual({ version: 0, rules: [], destinations: [] });
    const set = await (await order([PAGE_RULE, HOOK_RULE])).json<TriggerOrder & { secrets: unknown[] }>();
    expect(set).toMatchObject({ version: 1, rules: [PAGE_RULE, HOOK_RULE], destinations: [DESTINATION] });
    expect(set.secrets).toEqual([
      { channel: "email", number: 1, secret: expect.stringMatching(/^whsec_[\w+/]{43}=$/) },
    ]);
    expect(await (await order([PAGE_RULE])).json()).toMatchObject({ version: 2, rules: [PAGE_RULE] });
    expect(await (await admin("triggers", undefined, ask)).json()).toMatchObject({ version: 2 });
    const request = new Request("https://edge.test/v1/operator/sites/demo/triggers");
    expect(await problemOf(await ask(request))).toEqual(problem(401, "unauthorised-admin"));
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
    expect(await (await admin("triggers", undefined, ask)).json()).toMatchObject({
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
    const [rule] = (await (await admin("triggers", undefined, ask)).json<TriggerOrder>()).rules;
    expect(rule).toEqual({ ...PAGE_RULE, when: "seen:web & !hours-since.shop-till<=2 & hours-since.app<=0" });
    const ann = await somebody();
    expect(await triggersOf(assign(ann, "web"))).toEqual([]);
    expect(await triggersOf(assign(ann, "app"))).toEqual(["on-both"]);
  });
  test("each secret is another, and the same again", async () => {
    const secrets = async (numbers: number[]) => {
      const body = { rules: [], destinations: [{ ...DESTINATION, secrets: numbers }] };
      const answer = await admin("triggers", body, ask);
      return (await answer.json<{ secrets: { secret: string }[] }>()).secrets.map(({ secret }) => secret);
    };
    const [one] = await secrets([1]);
    const both = await secrets([2, 1]);
    expect(both).toEqual([expect.any(String), one]);
    expect(both[0]).not.toBe(one);
  });
});
