import "fake-indexeddb/auto";
import { seededRandom } from "@sedge/privacy/seeded-random";
import { deriveLinkKeys } from "@sedge/privacy/link-key";
import { spentMicroEpsilon } from "@sedge/privacy/budget";
import { advance, emptySession, type SedgeEvent, type Session } from "@sedge/features";
import { voteOf } from "@sedge/features/vote";
import { Contribution, KeyEpoch } from "@sedge/protocol";
import * as v from "valibot";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ConsentState } from "../../consent-state.ts";
import { SiteFiles } from "../clusters/site-files.ts";
import type { Store } from "../storage/store.ts";
import { indexedDbStore } from "../storage/indexed-db-store.ts";
import { edgeClock } from "../wire/edge-clock.ts";
import type { Send, WireAnswer } from "../wire/wire.ts";
import { openWire } from "../wire/wire.ts";
import { NEVER_LEARNT } from "./contribution-steps.ts";
import { Learner } from "./learner.ts";
import { measuredPoint } from "./measured-point.ts";
import { OperatorPair, refusal } from "./operator-pair.ts";

const NOW = 1_800_000_000_000;
const random = seededRandom("learner");
const measurement = {
  featureSchema: "session.v1",
  features: ["depth", "breadth", "climb"],
  centres: [
    [0.1, 0, 0.5],
    [0.5, 0.6, 0.5],
  ],
  terms: "offset" as const,
  radii: [0.4, 0.4],
  bits: 6,
};
const pages = (count: number) =>
  Array.from({ length: count }, (_, at): SedgeEvent => ({
    kind: "page-view",
    page: "product",
    at: NOW - 100 + at,
    item: at,
    category: at % 3,
    price: 10 + at,
  })).reduce(advance, emptySession(NOW - 100));
const offline: WireAnswer = { status: -1, bytes: new Uint8Array(), retryAfterSeconds: undefined };

let pair: OperatorPair;
let store: Store;
let now: number;
let purposes: ("classify" | "link" | "learn")[];
let session: Session;
let reported: string[];
const learners: Learner[] = [];
let count = 0;

beforeEach(async () => {
  pair = await OperatorPair.open({ random, measurement, deadline: NOW / 1_000 + 3_600, spreadSeconds: 60 });
  store = await indexedDbStore(`learner-${(count += 1)}`);
  [now, purposes, session, reported] = [NOW, ["classify", "learn"], pages(5), []];
});
afterEach(async () => {
  for (const learner of learners.splice(0)) await learner.drop("left");
  await store.close();
});

/** A page of the site: its own worker over the device's store. `send`: what the network makes of a request. */
function page(send: Send = pair.send): Learner {
  const report = (code: string) => void reported.push(code);
  const clock = edgeClock(store.facts, () => now);
  const siteFiles = new SiteFiles({
    site: "demo",
    aggregatorKey: undefined,
    store,
    send,
    report,
    now: () => now,
    purpose: () => "learn",
    onManifest: () => undefined,
  });
  const learner = new Learner({
    channel: "web",
    site: "demo",
    store,
    send,
    siteFiles,
    clock,
    random,
    report,
    session: { latest: () => session },
    mayLearn: () => purposes.includes("learn"),
    mayLink: () => purposes.includes("link"),
    receipt: () => Promise.resolve({ purposes, policyVersion: "2026-11", day: "2026-11-21" }),
    alone: (task) => task(),
    onChange: () => undefined,
  });
  learners.push(learner);
  return learner;
}

/** Lets a page do what it can now, and again after the wait between ballot and vote. */
async function visit(learner: Learner, wait = 60_000): Promise<void> {
  await learner.advance();
  now += wait;
  await learner.advance();
}
const outcome = async () => {
  const contribution = (await store.facts.get("learning"))?.contribution;
  return contribution?.step === "settled" ? contribution.outcome : contribution?.step;
};
const spent = async () => {
  const { budget } = (await store.facts.get("learning")) ?? NEVER_LEARNT;
  return spentMicroEpsilon(budget, Math.floor(now / 1_000));
};
const counted = () => pair.opened().counts.reduce((sum, each) => sum + each, 0);

describe("a device that may learn", () => {
  test("draws a ballot, waits, and its visit is counted as the vote that it is", async () => {
    const learner = page();
    await learner.advance();
    expect(await outcome()).toBe("waiting");
    expect(counted()).toBe(0);
    session = pages(9);
    now += 60_000;
    await learner.advance();
    expect(await outcome()).toBe("received");
    const { cell, values } = voteOf(measurement, measuredPoint(measurement, session) ?? []);
    const sums = Array.from({ length: 6 }, (_, at) => (Math.floor(at / 3) === cell ? values[at % 3] : 0));
    expect(pair.opened()).toEqual({ counts: [Number(cell === 0), Number(cell === 1)], sums });
    expect(await spent()).toBe(1_000_000);
    const { receipt } = v.parse(Contribution, JSON.parse([...pair.bodies.keys()][0] ?? ""));
    expect(receipt).toEqual({ purposes: ["classify", "learn"], policyVersion: "2026-11", day: "2027-01-15" });
    expect(pair.heard).toEqual(["manifest", "round", "visitorBallot", "contribution"]);
  });

  test("takes part once a round, whatever pages follow", async () => {
    await visit(page());
    for (let more = 0; more < 3; more++) await visit(page());
    expect([counted(), await spent(), pair.bodies.size]).toEqual([1, 1_000_000, 1]);
    expect(pair.heard.filter((route) => route === "contribution")).toEqual(["contribution"]);
  });

  test("says nothing of a visit with nothing in it, nor without a round, and does not even ask for the round", async () => {
    session = pages(2);
    await visit(page());
    expect(pair.heard).toEqual(["manifest"]);
    session = pages(5);
    const idle = { ...pair.manifest, learning: { ...pair.manifest.learning, round: null } };
    await visit(
      page(async (request) => ({
        ...(await pair.send(request)),
        bytes: new TextEncoder().encode(JSON.stringify(idle)),
      })),
    );
    expect(pair.heard).toEqual(["manifest", "manifest"]);
  });

  test("does not ask again and again for a round whose documents do not agree yet, and enters it when they do", async () => {
    const newer = { ...pair.manifest, codebook: { ...pair.manifest.codebook, generation: 1 } };
    let isNewer = true;
    const learner = page(async (request) => {
      const answer = await pair.send(request);
      const isManifest = "route" in request && request.route === "manifest" && isNewer;
      return isManifest ? { ...answer, bytes: new TextEncoder().encode(JSON.stringify(newer)) } : answer;
    });
    for (let events = 0; events < 5; events++) await visit(learner, 1_000);
    expect(pair.heard).toEqual(["manifest", "round", "manifest"]);
    isNewer = false;
    for (let minutes = 0; minutes < 4; minutes++) await visit(learner);
    expect(await outcome()).toBe("received");
  });

  test("without `learn` asks nobody anything", async () => {
    purposes = ["classify", "link"];
    const learner = page();
    learner.consider();
    await visit(learner);
    expect(pair.heard).toEqual([]);
    expect(await store.facts.get("learning")).toBeUndefined();
  });

  test("with a profile draws its ballot in the profile's name, under one operation id however often it asks", async () => {
    purposes = ["classify", "link", "learn"];
    const keys = await deriveLinkKeys(random(64), "demo", 1);
    await store.keys.put({ kind: "email", epoch: v.parse(KeyEpoch, 1), ...keys });
    let failures = 2;
    const learner = page(async (request) => {
      const answer = await pair.send(request);
      return "route" in request && request.route === "ballot" && (failures -= 1) >= 0 ? offline : answer;
    });
    for (let more = 0; more < 4; more++) await visit(learner);
    expect(await outcome()).toBe("received");
    expect(pair.operations.length).toBe(3);
    expect(new Set(pair.operations).size).toBe(1);
    expect(pair.heard).not.toContain("visitorBallot");
  });

  test("whose profile has had its ballot leaves it at that", async () => {
    const learner = page((request) =>
      "route" in request && request.route === "visitorBallot"
        ? Promise.resolve(refusal("ballot-drawn"))
        : pair.send(request),
    );
    await visit(learner);
    expect([await outcome(), await spent(), reported]).toEqual(["ballot-drawn", 0, []]);
  });
});

describe("a device that must not trust the edge", () => {
  test.each([
    ["the seal's key", async (mirror: OperatorPair) => ({ sealKey: mirror.round.sealKey })],
    ["the aggregator's ballot key", async (mirror: OperatorPair) => ({ ballotKeys: mirror.round.ballotKeys })],
    ["less noise", async () => ({ noise: { countStdDev: 0.01, sumStdDev: 0.01 } })],
  ])("draws no ballot of a round with %s changed", async (_, change) => {
    const mirror = await OperatorPair.open({ random, measurement, deadline: NOW / 1_000 + 3_600 });
    const changed = { ...pair.round, ...(await change(mirror)) };
    const learner = page(async (request) =>
      "route" in request && request.route === "round"
        ? { ...(await pair.send(request)), bytes: new TextEncoder().encode(JSON.stringify(changed)) }
        : pair.send(request),
    );
    await visit(learner);
    expect(reported).toEqual(["round-not-vouched"]);
    expect(pair.heard).not.toContain("visitorBallot");
  });

  test("does not vote with a ballot that an operator did not make with the round's key", async () => {
    const mirror = await OperatorPair.open({ random, measurement, deadline: NOW / 1_000 + 3_600 });
    await visit(
      page((request) =>
        "route" in request && request.route === "visitorBallot" ? mirror.send(request) : pair.send(request),
      ),
    );
    expect([await outcome(), counted(), await spent()]).toEqual(["bad-proof", 0, 0]);
  });

  test("stops when its own budget is spent, says so, and goes on when the period has passed", async () => {
    for (const expected of ["received", "received", "received"]) {
      pair = await OperatorPair.open({ random, measurement, epsilon: 1, deadline: now / 1_000 + 3_600 });
      await visit(page());
      if (reported.length === 0) expect(await outcome()).toBe(expected);
    }
    expect(reported).toEqual(["privacy-budget-spent"]);
    expect([counted(), await spent()]).toEqual([0, 2_000_000]);
    now += 29 * 86_400_000;
    pair = await OperatorPair.open({ random, measurement, epsilon: 1, deadline: now / 1_000 + 3_600 });
    await visit(page());
    expect([counted(), await spent()]).toEqual([1, 1_000_000]);
  });
});

describe("whatever breaks in between", () => {
  const routes = ["manifest", "round", "visitorBallot", "contribution"] as const;

  /** The worker dies at the n-th request: before it left, or after it was answered but before the answer was heard. */
  const deaths = routes.flatMap((route) => ["before", "after"].map((when) => [when, route] as const));

  test.each(deaths)("a page that dies %s its request for the %s is finished by the next, once", async (when, route) => {
    const dead = new Promise<never>(() => undefined);
    let die: () => void = () => undefined;
    const death = new Promise<void>((resolve) => {
      die = resolve;
    });
    const dying = page(async (request) => {
      const isIt = "route" in request && request.route === route;
      const answer = isIt && when === "before" ? undefined : await pair.send(request);
      if (answer && !isIt) return answer;
      die();
      return dead;
    });
    for (let tries = 0; tries < 2; tries++) {
      await Promise.race([dying.advance(), death]);
      now += 60_000;
    }
    await visit(page());
    await visit(page());
    expect(await outcome()).toBe("received");
    expect([counted(), await spent(), pair.bodies.size]).toEqual([1, 1_000_000, 1]);
  });

  test("two tabs at once make one vote", async () => {
    const tabs = [page(), page()];
    await Promise.all(tabs.map((tab) => tab.advance()));
    now += 60_000;
    await Promise.all(tabs.map((tab) => tab.advance()));
    expect([counted(), await spent(), pair.bodies.size]).toEqual([1, 1_000_000, 1]);
  });

  test("an edge that fails is asked again later, with the same bytes", async () => {
    let failures = 3;
    const learner = page(async (request) => {
      const answer = await pair.send(request);
      return "route" in request && request.route === "contribution" && (failures -= 1) >= 0 ? offline : answer;
    });
    for (let more = 0; more < 5; more++) await visit(learner);
    expect(pair.heard.filter((route) => route === "contribution").length).toBe(4);
    expect([await outcome(), pair.bodies.size, await spent()]).toEqual(["received", 1, 1_000_000]);
  });

  test("a withdrawal drops the ballot and the vote, and the same round is not entered again", async () => {
    const learner = page();
    await learner.advance();
    purposes = ["classify"];
    await learner.drop("withdrawn");
    await visit(learner);
    purposes = ["classify", "learn"];
    await visit(page());
    expect([await outcome(), counted(), await spent()]).toEqual(["withdrawn", 0, 0]);
    expect(JSON.stringify(await store.facts.get("learning"))).not.toContain("edgeOutput");
  });

  test("a round that ends first costs nothing", async () => {
    const learner = page();
    await learner.advance();
    now += 3_600_000;
    await learner.advance();
    expect([await outcome(), counted(), await spent()]).toEqual(["too-late", 0, 0]);
  });
});

test("the ledger's contributions cost what the device has spent, however often one is sent", async () => {
  let failures = 2;
  const answers: typeof fetch = async (input, init) => {
    const url = new URL(String(input));
    const last = url.pathname.split("/").at(-1) ?? "";
    const route =
      ({ ballots: "visitorBallot", contributions: "contribution", manifest: "manifest" } as const)[last] ?? "round";
    const body: unknown = typeof init?.body === "string" ? JSON.parse(init.body) : undefined;
    const { status, bytes } = await pair.send({ route, body });
    if (route === "contribution" && (failures -= 1) >= 0) throw new TypeError("the network is away");
    return new Response(bytes, { status });
  };
  const consent: ConsentState = {
    decided: true,
    purposes,
    policyVersion: "2026-11",
    day: "2026-11-21",
    source: "api" as const,
    globalPrivacyControl: false,
  };
  const places = { site: "demo", endpoint: "https://edge.example", assets: "https://site.example/" };
  const send = openWire({ places, ledger: store.ledger, consent: () => consent, now: () => now, fetch: answers });
  const learner = page(send);
  for (let more = 0; more < 4; more++) await visit(learner);
  const entries = (await store.ledger.list()).filter(({ url }) => url.endsWith("/contributions"));
  expect(entries.map(({ rows, purpose, microEpsilon, status }) => ({ rows, purpose, microEpsilon, status }))).toEqual([
    { rows: [4, 5], purpose: "learn", microEpsilon: 1_000_000, status: -1 },
    { rows: [4, 5], purpose: "learn", microEpsilon: 0, status: -1 },
    { rows: [4, 5], purpose: "learn", microEpsilon: 0, status: 200 },
  ]);
  expect(new Set(entries.map(({ body }) => body)).size).toBe(1);
  const files = (await store.ledger.list()).filter(({ method }) => method === "GET");
  expect(files.map(({ rows, purpose }) => [rows, purpose])).toEqual([
    [[], "learn"],
    [[], "learn"],
  ]);
});
