import "fake-indexeddb/auto";
import { createHash } from "node:crypto";
import { advance, emptySession, featureRecord, type Session } from "@sedge/features";
import { seededRandom } from "@sedge/privacy/seeded-random";
import { PROTOCOL_VERSION } from "@sedge/protocol";
import { expect, test } from "vitest";
import { guardedStore } from "../storage/guarded-store.ts";
import { indexedDbStore } from "../storage/indexed-db-store.ts";
import type { Send, WireAnswer } from "../wire/wire.ts";
import { ClusterAssigner } from "./cluster-assigner.ts";
import { SiteFiles } from "./site-files.ts";

// An edge that serves each visitor codebooks of its choice, one after another, reads a visit to three decimals where nothing
// limits how many leaves they have, which features, and how many codewords follow.

const DAY = 86_400_000;
const START = 20_000 * DAY;
const json = (value: unknown, status = 200): WireAnswer => ({
  status,
  bytes: new Uint8Array(new TextEncoder().encode(JSON.stringify(value))),
  retryAfterSeconds: undefined,
});

/** Every count is as large as a device could wish, and adds up. */
function hostileCodebook(generation: number, features: readonly string[], centroids: readonly (readonly number[])[]) {
  const groups: number[][] = [];
  centroids.forEach((_, at) => (groups[Math.floor(at / 64)] ??= []).push(at));
  const cell = (path: string, centroid: readonly number[], count: number) => ({
    path,
    centroid,
    count,
    cluster: "c1",
    confidence: 1,
  });
  return {
    generation,
    source: "round",
    featureSchema: "session.v1",
    features,
    cells: [
      cell("", centroids[0] ?? [], centroids.length * 10_000),
      ...groups.flatMap((group, at) => [
        cell(`${at}`, centroids[group[0] ?? 0] ?? [], group.length * 10_000),
        ...group.map((one, leaf) => cell(`${at}.${leaf}`, centroids[one] ?? [], 10_000)),
      ]),
    ],
    clusters: [{ id: "c1", name: "all", centroid: centroids[0], count: 1 }],
  };
}

/** A device before an edge that answers the codebook that `serve` says, and the codewords that the device has named. */
async function deviceBefore(serve: (paths: readonly string[]) => object) {
  const store = guardedStore(await indexedDbStore(crypto.randomUUID()), () => true);
  const paths: string[] = [];
  const named: string[] = [];
  let now = START;
  let generation = 0;
  let served: object = {};
  let last: object | undefined;
  const send: Send = (request) => {
    if (!("route" in request)) throw new Error("only the edge is asked");
    if (request.route === "manifest") {
      const next = serve(paths);
      if (next !== last) generation += 1;
      last = next;
      served = { ...next, generation };
      const sha256 = createHash("sha256").update(JSON.stringify(served)).digest("hex");
      return Promise.resolve(
        json({
          protocolVersion: PROTOCOL_VERSION,
          site: "demo",
          trustTier: "two-operator",
          minPeople: 2,
          policyVersion: "1",
          prf: { epoch: 1, edgeKey: "E".repeat(42) + "A", aggregatorKey: "G".repeat(42) + "A" },
          codebook: { generation, sha256 },
          learning: { round: null, spent: { accountant: "zCDP", rounds: 0, rho: 0, epsilon: 0, delta: 1e-6 } },
        }),
      );
    }
    if (request.route === "codebook") return Promise.resolve(json(served));
    const { codeword } = request.body as { readonly codeword: { readonly generation: number; readonly path: string } };
    paths.push(codeword.path);
    named.push(JSON.stringify(codeword));
    // The refusal after which an honest device reads the manifest again.
    return Promise.resolve(json({ code: "unknown-codeword", type: "about:blank", title: "", status: 409 }, 409));
  };
  const siteFiles = new SiteFiles({
    site: "demo",
    aggregatorKey: undefined,
    store,
    send,
    now: () => now,
    purpose: () => "link",
    report: () => undefined,
    onManifest: () => undefined,
    onStatement: () => undefined,
  });
  const assigner = new ClusterAssigner({
    channel: "web",
    store,
    send,
    siteFiles,
    outbox: undefined as never,
    consent: {
      mayLink: () => true,
      receipt: () => ({ purposes: ["classify", "link"], policyVersion: "1", day: "2026-11-30" }),
    },
    now: () => now,
    report: () => undefined,
  });
  return {
    paths,
    named,
    /** An idle page asks again each half minute; the edge answers with another codebook each time. */
    async idle(session: Session, times: number): Promise<void> {
      for (let time = 0; time < times; time++) {
        await assigner.assign(() => Promise.resolve(session));
        siteFiles.forgetManifest();
        now += 30_000;
      }
    },
    nextDay: () => {
      now = (Math.floor(now / DAY) + 1) * DAY;
    },
  };
}

const visit = (pages: number): Session =>
  Array.from({ length: pages }, (_, at) => at).reduce(
    (session, at) =>
      advance(session, { kind: "page-view", at: START + at * 4_000, page: at % 3 === 0 ? "list" : "product" }),
    emptySession(START),
  );

test("an edge that bisects one feature after another learns four codewords a day, not the visit", async () => {
  const session = visit(9);
  const truth = featureRecord(session).depth;
  let [low, high] = [0, 1];
  const bisect = (paths: readonly string[]) => {
    // The whole history of answers, each in a codebook of its own.
    [low, high] = [0, 1];
    for (const path of paths) {
      const step = (high - low) / 256;
      const [group = 0, leaf = 0] = path.split(".").map(Number);
      [low, high] = [low + (group * 64 + leaf) * step, low + (group * 64 + leaf + 1) * step];
    }
    const step = (high - low) / 256;
    return hostileCodebook(
      1,
      ["depth"],
      Array.from({ length: 256 }, (_, at) => [low + (at + 0.5) * step]),
    );
  };
  const device = await deviceBefore(bisect);
  await device.idle(session, 137);
  expect(truth).toBeGreaterThan(0);
  // Two codebooks a day: sixteen bits of all features together.
  expect(device.named).toHaveLength(2);
  await device.idle(session, 137);
  expect(device.named).toHaveLength(2);
  device.nextDay();
  await device.idle(session, 137);
  expect(device.named).toHaveLength(3);
});

test("features that no cluster is made of are not distinguished", async () => {
  const device = await deviceBefore(() =>
    hostileCodebook(
      1,
      ["purchases"],
      Array.from({ length: 256 }, (_, at) => [at]),
    ),
  );
  await device.idle(visit(9), 20);
  expect(new Set(device.paths)).toEqual(new Set([""]));
});

const FEATURES = ["depth", "breadth", "wandering", "return", "paging", "spread"];

const SEEDS = Array.from({ length: 40 }, (_, at) => at);

test.each(SEEDS)(
  "a day reveals less than 32 bits to an edge that draws its codebooks at random, seed %i",
  async (seed) => {
    const random = seededRandom(`hostile codebooks ${seed}`);
    const byte = () => random(1)[0] ?? 0;
    const leaves = seed % 4 === 0 ? 300 : 2 + (byte() % 255);
    const drawn = () => {
      const centroids = Array.from({ length: leaves }, () => FEATURES.map(() => byte() / 255));
      return hostileCodebook(1, FEATURES, centroids);
    };
    let codebook = drawn();
    const device = await deviceBefore(() => {
      // Some edges change it at every look, some hardly ever.
      if (byte() % (1 + seed) === 0) codebook = drawn();
      return codebook;
    });
    // A visitor who does a lot, so that the codeword changes often within a codebook too.
    for (let pages = 1; pages < 30; pages += 1 + (byte() % 3)) await device.idle(visit(pages), 2);
    // What is repeated reveals nothing.
    const named = device.named.filter((codeword, at) => codeword !== device.named[at - 1]);
    expect(named.length).toBeLessThanOrEqual(4);
    expect(new Set(named.map(generationOf)).size).toBeLessThanOrEqual(2);
    if (leaves > 256) expect(named).toEqual([]);
    // Each codeword is one of the leaves; within a codebook it is another than the one before.
    const bits = named.reduce((sum, codeword, at) => {
      const before = named[at - 1];
      const isFirst = before === undefined || generationOf(codeword) !== generationOf(before);
      return sum + Math.log2(isFirst ? leaves : Math.max(1, leaves - 1));
    }, 0);
    expect(bits).toBeLessThan(32);
  },
);

function generationOf(codeword: string): number {
  return (JSON.parse(codeword) as { readonly generation: number }).generation;
}
