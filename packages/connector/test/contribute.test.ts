import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { addTouch, pointIn, tallyCoordinates } from "@sedge/features/profile";
import { voteOf } from "@sedge/features/vote";
import * as v from "valibot";
import { describe, expect, onTestFinished, test } from "vitest";
import type { LedgerEntry } from "../src/lib/push/send/wire-ledger.ts";
import { ChannelRecord, createConnector, nodeListener } from "../src/push.ts";
import { later, people, receipt, TILL, useContributingTill } from "./contributing-till.ts";
import { JOINT, newRound, openedVotes, roundSite } from "./dry-round-site.ts";
import { drySite, POLICY, publicFiles, SITE } from "./dry-site.ts";
import { sedgeHere } from "./sedge.ts";

const { key, ledger, pathOf, state, push, opened, contribute, to, votes, ballots, spent } = useContributingTill();

describe("people who consented to learning", () => {
  test("draw one ballot each, wait, and vote once a round; nobody else draws one", async () => {
    await push(...people, receipt("d", "L-1004", { learn: false }), receipt("e", "L-1005", { consent: "no" }));
    const round = newRound();
    const site = roundSite(round);
    const drawn = await contribute(site);
    expect(drawn).toMatchObject({ round: round.round, received: 0, ended: {}, waiting: 3, unsent: 0 });
    expect(drawn.waitingUntil).toBeGreaterThan(Date.now());
    expect(ballots().map(({ receipt: { purposes } }) => purposes)).toEqual(
      people.map(() => ["classify", "link", "learn"]),
    );
    expect([votes().length, ...(await spent())]).toEqual([0, 0, 0, 0]);

    const voted = await contribute(site, later(600_000));
    expect(voted).toMatchObject({ received: 3, ended: {}, waiting: 0, waitingUntil: null });
    expect(ballots().length).toBe(3);
    expect(new Set(votes().map(({ nonce }) => nonce)).size).toBe(3);
    // Everyone's receipt, and no key, token or name.
    const day = new Date(Date.now() + 600_000).toISOString().slice(0, 10);
    for (const vote of votes()) {
      expect(vote.receipt).toEqual({ purposes: ["classify", "learn"], day });
      expect(Object.keys(vote).toSorted()).toEqual(
        ["round", "nonce", "ballot", "publicShare", "edgeShare", "sealedShare", "receipt"].toSorted(),
      );
    }
    expect(to("contributions").map(({ rows, purpose }) => ({ rows, purpose }))).toEqual(
      people.map(() => ({ rows: ["contribution-shares", "consent-receipt"], purpose: "learn" })),
    );
    const costs = to("contributions").map(({ microEpsilon }) => microEpsilon);
    expect(await spent()).toEqual(costs);
    expect(Math.min(...costs)).toBeGreaterThan(0);

    const before = ledger.length;
    expect(await contribute(site, later(700_000))).toMatchObject({ received: 0, ended: {}, waiting: 0 });
    expect(ledger.slice(before).map(({ method }) => method)).toEqual(["GET", "GET", "GET"]);
  });

  test("vote the points of their own tallies, without a link between vote and person", async () => {
    const touches = [5, 40, 320].map((amount) => ({ at: 1_793_867_400, amount, department: "garden" }));
    await push(...touches.map((touch, index) => receipt(`t${index}`, `L-200${index}`, { touch })));
    const round = newRound();
    expect(await contribute(roundSite(round, 0))).toMatchObject({ received: 3 });
    const points = touches.map((touch) => {
      const coordinates = tallyCoordinates("shop-till", addTouch(undefined, touch));
      return voteOf(JOINT, pointIn(JOINT, "shop-till", coordinates) ?? expect.fail("the space has a till"));
    });
    const expected = Array.from(points[0]?.values ?? [], (_, at) =>
      points.reduce((sum, { values }) => sum + (values[at] ?? 0), 0),
    );
    const { counts, sums } = await openedVotes(round, votes());
    expect(counts).toEqual([3, 0]);
    expect(sums.slice(0, expected.length)).toEqual(expected);
    expect(new Set(expected).size).toBeGreaterThan(1);
  });

  test("wait until a push has sent all changes, because two entries may be one person", async () => {
    const site = roundSite(newRound(), 0);
    await push(receipt("a", "L-1001"));
    const session = await opened(drySite());
    await session.intake.ingest([v.parse(ChannelRecord, { policyVersion: POLICY, ...receipt("b", "L-1002") })]);
    session.close();
    expect(await contribute(site)).toMatchObject({ received: 1, unsent: 1 });
    const settled = await opened(drySite());
    expect(settled.settle()).toBe(1);
    settled.close();
    expect(await contribute(site)).toMatchObject({ received: 0, unsent: 1 });
    await push();
    expect(await contribute(site)).toMatchObject({ received: 1, unsent: 0 });
  });

  test("stop when their own budget is spent, and not before", async () => {
    await push(receipt("a", "L-1001"));
    const results: unknown[] = [];
    for (let rounds = 0; rounds < 4; rounds += 1) {
      const { received, ended } = await contribute(roundSite(newRound(), 0));
      results.push(received === 1 ? "received" : ended);
    }
    const cost = to("contributions")[0]?.microEpsilon ?? 0;
    const affordable = Math.floor(2_000_000 / cost);
    expect(affordable).toBeLessThan(4);
    expect(results).toEqual([
      ...Array<string>(affordable).fill("received"),
      ...Array.from({ length: 4 - affordable }, () => ({ "privacy-budget-spent": 1 })),
    ]);
    expect(await spent()).toEqual([affordable * cost]);
  });
});

describe("a person whose consent ends", () => {
  test.each([
    ["withdraws", receipt("x", "L-1002", { consent: "withdrawn" })],
    ["takes `learn` back", receipt("x", "L-1002", { learn: false, consentDay: "2026-11-03" })],
    ["takes `learn` back on the day on which it was given", receipt("x", "L-1002", { learn: false })],
  ])("and %s between ballot and vote, casts no vote", async (_, record) => {
    await push(...people);
    const site = roundSite(newRound());
    await contribute(site);
    await push(record);
    const { received, ended } = await contribute(site, later(600_000));
    expect(received).toBe(2);
    expect(record.consent === "withdrawn" ? {} : { withdrawn: 1 }).toEqual(ended);
    expect(new Set(votes().map(({ ballot }) => ballot.nonce)).size).toBe(2);
  });

  test("and withdrew elsewhere, as the edge reports, is deleted here too", async () => {
    await push(receipt("a", "L-1001"));
    const site = roundSite(newRound(), 0);
    const refusing: typeof fetch = async (input, init) =>
      String(input).endsWith("/deliveries")
        ? Response.json({ results: [{ code: "consent-withdrawn" }] })
        : site(input, init);
    expect(await contribute(refusing)).toMatchObject({ received: 0, ended: { "consent-withdrawn": 1 } });
    const before = ledger.length;
    expect(await contribute(site)).toMatchObject({ received: 0, ended: {} });
    expect(ledger.slice(before).every(({ method }) => method === "GET")).toBe(true);
  });
});

test("a live connector contributes when called", async () => {
  await push(...people);
  const site = roundSite(newRound(), 0);
  const till = await createConnector({ ...TILL, key, state: state(), flushSeconds: 0, fetch: site });
  expect(await till.contribute()).toMatchObject({ received: 3, waiting: 0 });
  await till.close();
});

test("a dry run prints ballots and votes as they would be sent, sends nothing, and stores nothing", async () => {
  await push(...people);
  const round = newRound();
  const asked: string[] = [];
  const server = createServer(
    nodeListener(async ({ method, url }) => {
      asked.push(method);
      return url.endsWith("/round") ? Response.json(round) : publicFiles(url);
    }),
  ).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const address = server.address();
  const endpoint = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
  writeFileSync(pathOf("key"), key.toString("base64url"));
  const before = readFileSync(state());
  const options = ["--site", SITE, "--channel", "shop-till", "--endpoint", endpoint, "--key", pathOf("key")];
  const { exitCode, out, note } = await sedgeHere("contribute", "--dry-run", ...options, "--state", state());
  expect([exitCode, note]).toEqual([0, "3 votes would be sent, each after a random wait"]);
  ledger.push(...out.split("\n").map((line) => JSON.parse(line) as LedgerEntry));
  expect([ballots().length, votes().length, to("contributions").every(({ microEpsilon }) => microEpsilon > 0)]).toEqual(
    [3, 3, true],
  );
  for (const { bytes, body } of ledger) expect(Buffer.byteLength(body)).toBe(bytes);
  expect(new Set(asked)).toEqual(new Set(["GET"]));
  expect(readFileSync(state()).equals(before)).toBe(true);
});
