import { abortAllDurableObjects } from "cloudflare:test";
import { isMeasure, windowMeasure } from "@sedge/metrics/task";
import { readPlan } from "@sedge/metrics/answers";
import type { MetricVote } from "@sedge/privacy/metric-votes";
import { Manifest, type Round } from "@sedge/protocol";
import { MetricResults } from "@sedge/protocol/routes";
import { env } from "cloudflare:workers";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { executionContext } from "../../../test/context.ts";
import { contribute, drawBallot, LEARN, send, SMALL_SITE } from "../../../test/contributor.ts";
import {
  answer,
  currentWindows,
  endWindow,
  openWindow,
  passWindow,
  publishPlan,
  results,
  WEEK_SECONDS,
  weekPlan,
} from "../../../test/metric-windows.ts";
import { aggregatorKeeper } from "../../../test/opened-noise.ts";
import { keeper, openRound } from "../../../test/round-objects.ts";
import { address, EDGE, problem, problemOf } from "../../../test/visitor.ts";
import { edgeApp } from "../app.ts";

/** Half of the people reach the cart, and all agree to `classify`. */
const voteOf = (person: number): MetricVote => [person % 2, 0];
const minPeople = 5;

async function manifest(): Promise<Manifest> {
  const request = new Request(address("manifest", { site: SMALL_SITE }));
  return v.parse(
    Manifest,
    await (await edgeApp(() => Date.now() + 120_000).fetch(request, env, executionContext())).json(),
  );
}

describe("a window of metrics", () => {
  test("asks what the published plan asks, at its cost, beside a round", async () => {
    const round: Round = await openRound();
    const window = await openWindow();
    const read = readPlan(weekPlan(), { isLoopback: true });
    if (!("plan" in read)) throw new Error(read.errors.join());
    expect(isMeasure(window, windowMeasure(read.plan, WEEK_SECONDS))).toBe(true);
    expect(window).toMatchObject({ minPeople, seconds: WEEK_SECONDS, deadline: (window.last + 1) * WEEK_SECONDS });
    expect((await manifest()).metrics).toEqual({ plan: window.plan });
    const path = `${EDGE}/v1/sites/${SMALL_SITE}/metric-plans/`;
    const text = await (await edgeApp().fetch(new Request(path + window.plan), env, executionContext())).text();
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
    expect(Buffer.from(digest).toString("base64url")).toBe(window.plan);
    const unknown = await edgeApp().fetch(new Request(`${path}${"A".repeat(43)}`), env, executionContext());
    expect(await problemOf(unknown)).toEqual(problem(404, "unknown-metric-plan"));
    // Both collect side by side.
    await contribute(round, 0);
    await answer(window, voteOf(0));
  });

  test("opens its sums with both operators' noise, once, and the next one follows", async () => {
    const window = await openWindow();
    const people = 12;
    for (let person = 0; person < people; person++) await answer(window, voteOf(person));
    await endWindow(window.round);
    const { progress, terms } = await passWindow(window.round);
    expect(progress).toMatchObject({ state: "published", accepted: { people }, end: { state: "published" } });
    const counts = progress.end && "counts" in progress.end ? progress.end.counts : [];
    expect(counts).toHaveLength(window.blocks.reduce((sum, size) => sum + size, 0));
    const truth = [people / 2, people / 2, 0, 0, people, 0, 0, 0];
    const stdDev = Math.SQRT2 * Math.max(...(terms?.noise ?? []));
    for (const [bucket, count] of counts.entries())
      expect(Math.abs(count - (truth[bucket] ?? 0))).toBeLessThan(7 * stdDev);
    // Neither operator keeps a share or a key, and the books of rounds are not charged.
    for (const operator of [keeper(), aggregatorKeeper()]) expect((await operator.report()).spent.rounds).toBe(0);
    const [next] = await passWindow(window.round, ({ progress: { end } }) => end !== null).then(() => currentWindows());
    expect(next?.round).not.toBe(window.round);
  });

  test("with too few people goes on under the same keys, and is opened with all of its votes", async () => {
    const window = await openWindow();
    for (let person = 0; person < minPeople - 1; person++) await answer(window, voteOf(person));
    await endWindow(window.round);
    const extended = await passWindow(window.round, ({ terms }) => (terms?.last ?? 0) > window.last);
    expect(extended.progress).toMatchObject({ state: "collecting", end: null });
    expect(extended.terms).toMatchObject({ first: window.first, last: window.last + 1, sealKey: window.sealKey });
    const [later] = await currentWindows();
    expect(later).toMatchObject({ round: window.round, deadline: (window.last + 2) * WEEK_SECONDS });
    expect(later?.signature).not.toEqual(window.signature);
    await answer(window, voteOf(0));
    await endWindow(window.round);
    const { progress } = await passWindow(window.round);
    expect(progress).toMatchObject({ state: "published", accepted: { people: minPeople } });
  });

  test("is destroyed unopened when there are too few people in 28 days", async () => {
    const window = await openWindow();
    await answer(window, voteOf(0));
    for (let last = window.last + 1; last < window.first + 4; last++) {
      await endWindow(window.round);
      await passWindow(window.round, ({ terms }) => terms?.last === last);
    }
    await endWindow(window.round);
    const { progress } = await passWindow(window.round);
    expect(progress.end).toEqual({ state: "abandoned", reason: "too-few-people" });
  });

  test("ends unopened with too few people once another plan is published", async () => {
    const window = await openWindow();
    await answer(window, voteOf(0));
    expect((await publishPlan(weekPlan({ number: 2 }))).status).toBe(200);
    await endWindow(window.round);
    const { progress } = await passWindow(window.round);
    expect(progress.end).toEqual({ state: "abandoned", reason: "ordered" });
  });

  test("survives a crash of both operators, and counts each ballot once", async () => {
    const window = await openWindow();
    const votes = [];
    for (let person = 0; person < minPeople; person++) votes.push(await answer(window, voteOf(person)));
    await abortAllDurableObjects();
    for (const vote of votes) expect((await send("contribution", vote)).status).toBe(200);
    await endWindow(window.round);
    const { progress } = await passWindow(window.round);
    expect(progress).toMatchObject({ state: "published", accepted: { people: minPeople } });
  });

  test("takes no vote of another shape, and no vote of a round", async () => {
    const [round, window] = [await openRound(), await openWindow()];
    const vote = await answer(window, voteOf(0));
    const cells = await contribute(round, 0);
    const ballot = await drawBallot(window);
    const spent = {
      nonce: Buffer.from(ballot.nonce).toString("base64url"),
      output: Buffer.from(ballot.edgeOutput).toString("base64url"),
    };
    const wrong = { ...cells, round: window.round, ballot: spent, receipt: LEARN };
    expect(await problemOf(await send("contribution", wrong))).toEqual(problem(422, "bad-contribution"));
    expect(await problemOf(await send("contribution", { ...vote, round: round.round }))).toEqual(
      problem(422, "bad-contribution"),
    );
  });
});

describe("results", () => {
  test("are tables with intervals, as JSON, CSV and OpenMetrics, for the operator alone", async () => {
    const window = await openWindow();
    for (let person = 0; person < 6; person++) await answer(window, voteOf(person));
    await endWindow(window.round);
    await passWindow(window.round);
    const { results: found } = v.parse(MetricResults, await (await results()).json());
    expect(found).toMatchObject([
      { site: SMALL_SITE, plan: 1, votes: 6, weight: 1, from: window.first * WEEK_SECONDS },
    ]);
    expect(found[0]?.tables.map(({ metric }) => metric)).toEqual(["reach", "agree"]);
    for (const { rows } of found[0]?.tables ?? []) {
      for (const { low, high } of rows) expect(low).toBeLessThanOrEqual(high);
    }
    const csv = await results("format=csv&metric=reach");
    expect(csv.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(await csv.text()).toMatch(/^step,level,count,low,high,wide,share,share-low,share-high\r\n,0,/);
    const text = await (await results("format=openmetrics")).text();
    expect(text).toContain(`sedge_people{site="${SMALL_SITE}",metric="reach",level="1",step="cart"}`);
    expect(text.endsWith("# EOF\n")).toBe(true);
    expect(await problemOf(await results("metric=nothing"))).toEqual(problem(404, "unknown-metric-plan"));
    const open = new Request(`${EDGE}/v1/operator/sites/${SMALL_SITE}/metrics`);
    expect(await problemOf(await edgeApp().fetch(open, env, executionContext()))).toEqual(
      problem(401, "unauthorised-admin"),
    );
  });

  test.each(["format=xml", "limit=0", "limit=99999", "seconds=-1", "metric=", "person=ana", "format=csv"])(
    "are refused for the query %s",
    async (query) => {
      await openWindow();
      const answered = await results(query);
      expect([400, 404]).toContain(answered.status);
    },
  );
});

describe("a plan", () => {
  test("with mistakes is refused with a sentence for each, and the plan before stays", async () => {
    const window = await openWindow();
    const wrong: readonly [object, RegExp][] = [
      [weekPlan({ number: 1, sensitive: ["cart"] }), /contains "cart", which this site calls sensitive/],
      [weekPlan({ site: "demo", number: 2 }), /The plan is of the site "demo"/],
      [weekPlan({ number: 1, sensitive: [] }), /number must be at least 2/],
      [weekPlan({ windows: [{ seconds: 61, minPeople: 1, votes: 1 }] }), /must be at least 2/],
      [weekPlan({ visitor: "?" }), /a field that no plan has: visitor/],
      [[], /lacks a field: version/],
    ];
    for (const [plan, sentence] of wrong) {
      const response = await publishPlan(plan);
      expect(response.status).toBe(400);
      const { code, errors } = v.parse(
        v.object({ code: v.string(), errors: v.array(v.string()) }),
        await response.json(),
      );
      expect(code).toBe("bad-metric-plan");
      expect(errors.join("\n")).toMatch(sentence);
    }
    expect((await publishPlan(weekPlan())).status).toBe(200);
    expect((await manifest()).metrics).toEqual({ plan: window.plan });
  });
});
