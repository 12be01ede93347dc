import { abortAllDurableObjects, runDurableObjectAlarm } from "cloudflare:test";
import { RoundReport } from "@sedge/protocol";
import { env, exports } from "cloudflare:workers";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { executionContext } from "../../../test/context.ts";
import { addSmallSite, contribute, SMALL_SITE } from "../../../test/contributor.ts";
import { admin, aggregatorAdmin } from "../../../test/operator.ts";
import { keeper, openRound, order, pass, reportShards, SHARDS } from "../../../test/round-objects.ts";
import { address, EDGE, problem, problemOf } from "../../../test/visitor.ts";
import { edgeApp } from "../app.ts";
import { openDueRounds } from "./due-rounds.ts";

const rounds = async () =>
  v.parse(RoundReport, await (await admin("rounds", undefined, (one) => exports.default.fetch(one), SMALL_SITE)).json())
    .rounds;

describe("the console", () => {
  test("is this operator's alone", async () => {
    for (const authorization of ["", `Bearer ${env.OPERATOR_KEY}`]) {
      const request = new Request(`${EDGE}/v1/operator/sites/${SMALL_SITE}/rounds`, { headers: { authorization } });
      expect(await problemOf(await exports.default.fetch(request))).toEqual(problem(401, "unauthorised-admin"));
    }
  });

  test("opens one round at a time, and reports how each ended", async () => {
    const first = await openRound();
    expect(await problemOf(await order({ action: "open" }))).toEqual(problem(409, "round-order"));
    for (const cell of [0, 1, 2]) await contribute(first, cell);
    expect((await rounds())[0]).toMatchObject({
      state: "collecting",
      people: null,
      reports: { waiting: 3, counted: 0, refused: 0 },
    });
    expect((await order({ action: "abandon" })).status).toBe(200);
    expect(await problemOf(await order({ action: "abandon" }))).toEqual(problem(409, "round-order"));
    expect(await problemOf(await order({ action: "close" }))).toEqual(problem(409, "round-order"));
    const second = await openRound();
    expect((await rounds()).map(({ round, state }) => [round, state])).toEqual([
      [second.round, "collecting"],
      [first.round, "abandoned"],
    ]);
    expect(await keeper().report()).toMatchObject({ spent: { rounds: 0, rho: 0, epsilon: 0 } });
  });

  test("refuses a round that the site's rules can't pay for", async () => {
    // The tests' limit is 21; this one is opened, whatever its codebook is like.
    const round = await openRound({ epsilon: 20, minPeople: 2 });
    for (const cell of [0, 20, 40]) await contribute(round, cell);
    await order({ action: "close" });
    expect(await pass(round.round)).toMatchObject({ people: 3 });
    expect(await problemOf(await order({ action: "open", epsilon: 20 }))).toEqual(problem(409, "privacy-budget-spent"));
    expect((await order({ action: "open", epsilon: 0.1 })).status).toBe(200);
  });
});

test("the aggregator's own operator can call a round off; the edge's shares go", async () => {
  const round = await openRound({ minPeople: 2 });
  for (const cell of [0, 1]) await contribute(round, cell);
  expect((await aggregatorAdmin("rounds", { action: "close" }, SMALL_SITE)).status).toBe(409);
  expect((await aggregatorAdmin("rounds", { action: "abandon" }, SMALL_SITE)).status).toBe(200);
  expect((await pass(round.round)).end).toEqual({ state: "abandoned", reason: "operators-disagree" });
  for (const shard of reportShards(round.round))
    expect(await shard.counts()).toEqual({ waiting: 0, counted: 0, refused: 0 });
});

test("a deadline ends collecting without anybody's order", async () => {
  const round = await openRound({ seconds: 6 });
  expect((await rounds())[0]?.state).toBe("collecting");
  await new Promise((resolve) => setTimeout(resolve, round.deadline * 1_000 - Date.now()));
  expect((await pass(round.round)).end).toEqual({ state: "abandoned", reason: "too-few-people" });
});

test("a round that is due is opened by the site's rules, once, and none without rules", async () => {
  await addSmallSite();
  await openDueRounds(env, Date.now);
  expect(await rounds()).toEqual([]);
  const rules = JSON.stringify({ everyDays: 30, minPeople: 77, shards: 3, epsilon: 0.5 });
  await env.DB.prepare("INSERT INTO round_rules VALUES (?, ?)").bind(SMALL_SITE, rules).run();
  for (let minute = 0; minute < 2; minute++) await openDueRounds(env, Date.now);
  expect(await rounds()).toMatchObject([{ state: "collecting", minPeople: 77, generation: 0 }]);
});

test("while the aggregator is away no round is opened", async () => {
  await addSmallSite();
  const broken = { ...env, AGGREGATOR: undefined, AGGREGATOR_URL: "http://127.0.0.1:9" };
  const headers = { authorization: `Bearer ${env.ADMIN_KEY}`, "content-type": "application/json" };
  const request = new Request(`${EDGE}/v1/operator/sites/${SMALL_SITE}/rounds`, {
    method: "POST",
    headers,
    body: JSON.stringify({ action: "open" }),
  });
  expect(await problemOf(await edgeApp().fetch(request, broken))).toEqual(problem(503, "aggregator-unavailable"));
  expect(await rounds()).toEqual([]);
  const none = await edgeApp().fetch(new Request(address("round", { site: SMALL_SITE })), env, executionContext());
  expect(await problemOf(none)).toEqual(problem(404, "no-round"));
});

test("a round whose opening was killed is opened all the same, at both operators", async () => {
  await addSmallSite();
  const opening = order({ action: "open", shards: SHARDS }).catch(() => undefined);
  await abortAllDurableObjects();
  await opening;
  if ((await rounds()).length === 0) await order({ action: "open", shards: SHARDS });
  await runDurableObjectAlarm(keeper());
  const here = await rounds();
  expect(here).toMatchObject([{ state: "collecting" }]);
  const { rounds: there } = await (await aggregatorAdmin("rounds", undefined, SMALL_SITE)).json<{ rounds: object[] }>();
  expect(there).toMatchObject([{ round: here[0]?.round, state: "collecting" }]);
});
