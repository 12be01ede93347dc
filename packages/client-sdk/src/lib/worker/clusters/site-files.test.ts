import { createHash } from "node:crypto";
import { PROTOCOL_VERSION } from "@sedge/protocol";
import { beforeEach, describe, expect, test } from "vitest";
import { memoryStore } from "../storage/memory-store.ts";
import type { Store } from "../storage/store.ts";
import type { Send, WireAnswer } from "../wire/wire.ts";
import { MANIFEST_LIFE_MS, SiteFiles } from "./site-files.ts";

const key = (letter: string) => letter.repeat(42) + "A";
const codebook = (generation: number) =>
  JSON.stringify({
    generation,
    source: "round",
    featureSchema: "session.v1",
    features: ["clickDepth"],
    cells: [{ path: "", centroid: [1], count: 100, cluster: "c0", confidence: 1 }],
    clusters: [{ id: "c0", name: "all", centroid: [1], count: 100 }],
  });
const manifest = (generation: number) => ({
  protocolVersion: PROTOCOL_VERSION,
  site: "demo",
  trustTier: "two-operator",
  minPeople: 50,
  policyVersion: "2026-11",
  prf: { epoch: 1, edgeKey: key("E"), aggregatorKey: key("G") },
  codebook: { generation, sha256: createHash("sha256").update(codebook(generation)).digest("hex") },
  learning: { round: null, spent: { accountant: "zCDP", rounds: 0, rho: 0, epsilon: 0, delta: 1e-6 } },
});
const bytes = (text: string) => new Uint8Array(new TextEncoder().encode(text));
const ok = (text: string): WireAnswer => ({ status: 200, bytes: bytes(text), retryAfterSeconds: undefined });
const offline: WireAnswer = { status: -1, bytes: new Uint8Array(), retryAfterSeconds: undefined };

let store: Store;
let answers: { manifest: WireAnswer; codebook: WireAnswer };
let asked: string[];
let reported: string[];
let now: number;
const send: Send = (request) => {
  const route = "route" in request ? request.route : "asset";
  asked.push(route);
  return Promise.resolve(route === "manifest" ? answers.manifest : answers.codebook);
};
/** The files as a page has them; the store outlives it. */
const page = (aggregatorKey?: string) =>
  new SiteFiles({
    site: "demo",
    aggregatorKey,
    store,
    send,
    now: () => now,
    purpose: () => "link",
    report: (code) => reported.push(code),
    onManifest: () => undefined,
    onStatement: () => undefined,
  });

beforeEach(() => {
  store = memoryStore();
  asked = [];
  reported = [];
  now = 1_800_000_000_000;
  answers = { manifest: ok(JSON.stringify(manifest(1))), codebook: ok(codebook(1)) };
});

describe("the site's files", () => {
  test("are each fetched once, and the codebook not again by the next page", async () => {
    const files = page();
    for (let count = 0; count < 3; count++) await files.codebook(await files.manifest());
    const next = page();
    expect((await next.codebook(await next.manifest())).generation).toBe(1);
    expect(asked).toEqual(["manifest", "codebook", "manifest"]);
  });

  test("on a page that stays open move to the next generation within five minutes", async () => {
    const files = page();
    const generation = async () => (await files.codebook(await files.manifest())).generation;
    expect(await generation()).toBe(1);
    answers = { manifest: ok(JSON.stringify(manifest(2))), codebook: ok(codebook(2)) };
    now += MANIFEST_LIFE_MS - 1;
    expect(await generation()).toBe(1);
    now += 1;
    expect(await generation()).toBe(2);
    expect(asked).toEqual(["manifest", "codebook", "manifest", "codebook"]);
  });

  test("offline the manifest and codebook of last time serve", async () => {
    const files = page();
    await files.codebook(await files.manifest());
    answers = { manifest: offline, codebook: offline };
    const next = page();
    expect((await next.codebook(await next.manifest())).generation).toBe(1);
  });

  test("offline at the first time there is neither", async () => {
    answers.manifest = offline;
    await expect(page().manifest()).rejects.toThrow(/^edge-unavailable: /);
  });

  test("a manifest of another aggregator than the page has pinned is refused, an older one too", async () => {
    await page().manifest();
    await expect(page(key("H")).manifest()).rejects.toThrow(/^aggregator-key-mismatch: /);
    answers.manifest = offline;
    await expect(page(key("H")).manifest()).rejects.toThrow(/^aggregator-key-mismatch: /);
    expect((await page(key("G")).manifest()).site).toBe("demo");
  });

  test("while keys rotate, an epoch before is trusted only if the page pins its aggregator too", async () => {
    const { prf, ...rest } = manifest(1);
    const previous = { epoch: 1, edgeKey: key("I"), aggregatorKey: key("J") };
    answers.manifest = ok(JSON.stringify({ ...rest, prf: { ...prf, epoch: 2, previous } }));
    expect((await page().manifest()).prf.previous?.epoch).toBe(1);
    expect((await page(`${key("G")} ${key("J")}`).manifest()).prf.previous?.epoch).toBe(1);
    // An edge that invented the previous epoch would have both of its keys.
    expect((await page(key("G")).manifest()).prf).not.toHaveProperty("previous");
    await expect(page(key("J")).manifest()).rejects.toThrow(/^aggregator-key-mismatch: /);
  });

  test("a manifest of another site is no manifest", async () => {
    answers.manifest = ok(JSON.stringify({ ...manifest(1), site: "other" }));
    await expect(page().manifest()).rejects.toThrow(/^edge-unavailable: /);
  });

  test("a codebook with a wrong hash is refused and reported, and the last good one is used", async () => {
    const files = page();
    await files.codebook(await files.manifest());
    answers = { manifest: ok(JSON.stringify(manifest(2))), codebook: ok(codebook(2).replace("all", "ill")) };
    const next = page();
    expect((await next.codebook(await next.manifest())).generation).toBe(1);
    expect(reported).toEqual(["codebook-hash-mismatch"]);
  });

  test("a codebook that breaks the device's limits is refused and reported, and the last good one is used", async () => {
    const files = page();
    await files.codebook(await files.manifest());
    const small = { path: "0", centroid: [1], count: 60, cluster: "c0", confidence: 1 };
    const parsed = JSON.parse(codebook(2));
    const untrue = JSON.stringify({ ...parsed, cells: [...parsed.cells, small] });
    const sha256 = createHash("sha256").update(untrue).digest("hex");
    const named = { ...manifest(2), codebook: { generation: 2, sha256 } };
    answers = { manifest: ok(JSON.stringify(named)), codebook: ok(untrue) };
    const next = page();
    expect((await next.codebook(await next.manifest())).generation).toBe(1);
    expect(reported).toEqual(["codebook-refused"]);
    // Nor is one used that an earlier version has stored.
    await store.files.put({ name: "codebook:site", sha256, bytes: bytes(untrue), description: "" });
    const later = page();
    await expect(later.codebook(await later.manifest())).rejects.toThrow(/^no-codebook: /);
  });

  test("a codebook is not passed for another of the same generation that can't be had", async () => {
    const files = page();
    const before = await files.manifest();
    await files.codebook(before);
    expect(files.isCurrent(before)).toBe(true);
    const named = { ...manifest(1), codebook: { generation: 1, sha256: "b".repeat(64) } };
    answers = { manifest: ok(JSON.stringify(named)), codebook: offline };
    files.forgetManifest();
    const after = await files.manifest();
    expect((await files.codebook(after)).generation).toBe(1);
    expect(files.isCurrent(after)).toBe(false);
  });

  test("a codebook with a wrong hash and nothing before it is no codebook", async () => {
    answers.codebook = ok(codebook(1).replace("all", "ill"));
    const files = page();
    await expect(files.codebook(await files.manifest())).rejects.toThrow(/^no-codebook: /);
  });
});
