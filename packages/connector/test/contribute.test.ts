import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { addTouch, pointIn, tallyCoordinates } from "@sedge/features/profile";
import { voteOf } from "@sedge/features/vote";
import { spentMicroEpsilon } from "@sedge/privacy/budget";
import { Contribution, DeliveredMessage, Delivery, type Round } from "@sedge/protocol";
import * as v from "valibot";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import type { LedgerEntry } from "../src/lib/push/send/wire-ledger.ts";
import { PushSession } from "../src/lib/push/push-session.ts";
import { ChannelRecord, createConnector, type GivenRecord, nodeListener } from "../src/push.ts";
import { JOINT, newRound, openedVotes, roundSite } from "./dry-round-site.ts";
import { drySite, POLICY, publicFiles, SITE } from "./dry-site.ts";
import { sedgeHere } from "./sedge.ts";

const json = <Schema extends v.GenericSchema>(schema: Schema) => v.pipe(v.string(), v.parseJson(), schema);
const HOUR_MS = 3_600_000;
const key = randomBytes(32);
let folder = "";
let ledger: LedgerEntry[];
beforeEach(() => {
  ledger = [];
  folder = mkdtempSync(join(tmpdir(), "sedge-contribute-"));
  return () => rmSync(folder, { recursive: true });
});

const at = { channel: "shop-till", site: SITE, endpoint: "https://edge.example" } as const;
const state = () => join(folder, "till.state");
const receipt = (id: string, loyalty: string, more: Partial<GivenRecord> = {}): GivenRecord => ({
  id,
  consent: "yes",
  learn: true,
  consentDay: "2026-11-02",
  identifiers: { loyalty },
  touch: { at: 1_793_867_400, amount: 20, department: "garden" },
  ...more,
});

/** Pushes records and sends all changes. */
async function push(...records: GivenRecord[]): Promise<void> {
  const till = await createConnector({
    ...at,
    key,
    state: state(),
    policyVersion: POLICY,
    flushSeconds: 0,
    fetch: drySite(),
  });
  await till.records(records);
  await till.close();
}

/** The state, connected to a simulated site. */
function opened(site: typeof fetch): Promise<PushSession> {
  const noted = { write: (entry: LedgerEntry) => void ledger.push(entry), close: () => undefined };
  const wait = async () => undefined;
  return PushSession.open({ ...at, connectorKey: key, state: state(), ledger: noted, fetch: site, wait });
}

/** One call of the command. `nowMs`: this machine's clock. */
async function contribute(site: typeof fetch, nowMs: () => number = Date.now) {
  const session = await opened(site);
  try {
    return await session.contribute({ nowMs });
  } finally {
    session.close();
  }
}
const later = (ms: number) => () => Date.now() + ms;
const to = (noun: string) => ledger.filter(({ url, method }) => method === "POST" && url.endsWith(`/${noun}`));
const votes = () => to("contributions").map(({ body }) => v.parse(json(Contribution), body));
const ballots = () =>
  to("deliveries").flatMap(({ body }) =>
    v.parse(json(Delivery), body).items.map(({ message }) => {
      const sent = v.parse(json(DeliveredMessage), message);
      return sent.action === "ballot" ? sent : expect.fail("a contribution delivers only ballots");
    }),
  );
/** What each person has spent, from the state. */
async function spent(): Promise<number[]> {
  const session = await opened(roundSite(undefined));
  const { people, contributions } = session.deps.state;
  const all = people.learners("", 100).map(({ hash }) => contributions.read(hash).budget);
  session.close();
  return all.map((budget) => spentMicroEpsilon(budget, Math.floor(Date.now() / 1_000)));
}
const people = [receipt("a", "L-1001"), receipt("b", "L-1002"), receipt("c", "L-1003")];

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
      expect(vote.receipt).toEqual({ purposes: ["classify", "learn"], policyVersion: POLICY, day });
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

describe("a round that the connector cannot use", () => {
  const refusal = (site: typeof fetch) => contribute(site).catch((error: unknown) => String(error));

  test("that the aggregator did not sign, or that measures only visits, gets nothing", async () => {
    await push(...people);
    const site = roundSite(newRound());
    const louder: typeof fetch = async (input, init) => {
      const answer = await site(input, init);
      if (!String(input).endsWith("/round")) return answer;
      const round = (await answer.json()) as Round;
      return Response.json({ ...round, noise: { countStdDev: 0.01, sumStdDev: 0.01 } });
    };
    expect(await refusal(louder)).toContain("round-refused: the aggregator did not sign this round");
    const visits = { ...JOINT, featureSchema: "session.v1" };
    expect(await refusal(roundSite(newRound({ measurement: visits })))).toContain("(unknown-measurement)");
    expect([to("deliveries").length, to("contributions").length]).toEqual([0, 0]);
  });

  test("that does not exist yet, or whose codebook is not the manifest's, is awaited", async () => {
    await push(...people);
    const nothing = { round: null, received: 0, ended: {}, waiting: 0, waitingUntil: null, unsent: 0 };
    expect(await contribute(roundSite(undefined))).toEqual(nothing);
    expect(await contribute(roundSite(newRound({ generation: 1 })))).toEqual(nothing);
    expect(to("deliveries").length).toBe(0);
  });

  test("that has closed settles contributions in progress without cost", async () => {
    await push(...people);
    await contribute(roundSite(newRound()));
    expect(await contribute(roundSite(undefined))).toMatchObject({ round: null, ended: { "round-not-open": 3 } });
    const next = newRound();
    await contribute(roundSite(next));
    expect(await contribute(roundSite(next), later(HOUR_MS + 1_000))).toMatchObject({
      received: 0,
      ended: { "too-late": 3 },
    });
    expect([...(await spent()), votes().length]).toEqual([0, 0, 0, 0]);
  });

  test("gets no vote if an operator did not use the key that the round names", async () => {
    await push(receipt("a", "L-1001"));
    const round = newRound();
    const [site, other] = [roundSite(round, 0), roundSite(round, 0)];
    const swapped: typeof fetch = (input, init) => (String(input).endsWith("/deliveries") ? other : site)(input, init);
    expect(await refusal(swapped)).toContain("bad-proof");
    expect([votes().length, ...(await spent())]).toEqual([0, 0]);
  });
});

describe("whatever fails in between", () => {
  const routes = ["manifest", "round", "deliveries", "contributions"] as const;
  const deaths = routes.flatMap((route) => ["before", "after"].map((when) => [when, route] as const));

  test.each(deaths)(
    "a call that is cut off %s its request for %s is finished by the next, once",
    async (when, route) => {
      await push(...people);
      const site = roundSite(newRound(), 0);
      let isGone = false;
      const cut: typeof fetch = async (input, init) => {
        if (isGone) throw new TypeError("the network is gone");
        if (!String(input).endsWith(`/${route}`)) return site(input, init);
        isGone = true;
        if (when === "after") await site(input, init);
        throw new TypeError("the network is gone");
      };
      await expect(contribute(cut)).rejects.toMatchObject({ code: "operators-unreachable" });
      expect(await contribute(site)).toMatchObject({ received: 3, ended: {}, waiting: 0 });
      expect(new Set(ballots().map(({ operationId, body }) => `${operationId} ${body.blinded}`)).size).toBe(3);
      expect(new Set(to("contributions").map(({ body }) => body)).size).toBe(3);
      const costs = to("contributions")
        .map(({ microEpsilon }) => microEpsilon)
        .filter((cost) => cost > 0);
      expect(await spent()).toEqual(costs);
    },
  );
});

test("a live connector contributes when called", async () => {
  await push(...people);
  const site = roundSite(newRound(), 0);
  const till = await createConnector({ ...at, key, state: state(), flushSeconds: 0, fetch: site });
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
  writeFileSync(join(folder, "key"), key.toString("base64url"));
  const before = readFileSync(state());
  const options = ["--site", SITE, "--channel", "shop-till", "--endpoint", endpoint, "--key", join(folder, "key")];
  const { exitCode, out, note } = await sedgeHere("contribute", "--dry-run", ...options, "--state", state());
  expect([exitCode, note]).toEqual([0, "3 votes would be sent, each after a random wait"]);
  ledger = out.split("\n").map((line) => JSON.parse(line) as LedgerEntry);
  expect([ballots().length, votes().length, to("contributions").every(({ microEpsilon }) => microEpsilon > 0)]).toEqual(
    [3, 3, true],
  );
  for (const { bytes, body } of ledger) expect(Buffer.byteLength(body)).toBe(bytes);
  expect(new Set(asked)).toEqual(new Set(["GET"]));
  expect(readFileSync(state()).equals(before)).toBe(true);
});
