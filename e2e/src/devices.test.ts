import { Manifest } from "@sedge/protocol";
import type { Browser } from "playwright-core";
import * as v from "valibot";
import { beforeAll, describe, expect, test } from "vitest";
import { alteredSdk, precededBy } from "./altered-sdk.ts";
import { deviceStorage } from "./device-storage.ts";
import { startEdgeMirror } from "./edge-mirror.ts";
import { sharedBrowser } from "./launch-browser.ts";
import { AGREED, compareLedger } from "./ledger-comparison.ts";
import { useTestSystem } from "./test-system.ts";
import { PATIENCE_MS, type Visitor } from "./visitor.ts";

const system = useTestSystem({ webgpu: true, operators: "shared" });
const MODELS = ["purchase-propensity", "visit-depth"];

/** Waits until the device has been measured, and returns the report. */
async function measured({ status }: { status: Visitor["status"] }) {
  await expect
    .poll(async () => Object.keys((await status()).backend?.medianMs ?? {}).length, { timeout: PATIENCE_MS })
    .toBeGreaterThan(0);
  const { backend } = await status();
  if (!backend) throw new Error("no backend report");
  return backend;
}

/** Models that return a prediction after the visitor has seen products. */
async function answeringModels(visitor: Visitor): Promise<string[]> {
  await visitor.seeProduct(3);
  const { predictions } = await visitor.classify();
  for (const { probability } of predictions) expect(probability).toSatisfy((p: number) => p > 0 && p < 1);
  return [...new Set(predictions.map(({ model }) => model))].sort();
}

/** The shop's headers with something in its Content-Security-Policy replaced. */
function withPolicy(from: string, to: string) {
  return (defaults: Readonly<Record<string, string>>) => {
    const policy = defaults["content-security-policy"] ?? "";
    expect(policy).toContain(from);
    return { ...defaults, "content-security-policy": policy.replace(from, to) };
  };
}

describe("a device with every capability", () => {
  test("uses a worker, IndexedDB and all three backends under a strict policy with Trusted Types, without errors", async () => {
    const visitor = await system.visitor();
    await visitor.arrive("Accept all");
    const policy = (await visitor.page.reload())?.headers()["content-security-policy"];
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).not.toContain("unsafe-inline");
    await visitor.isRunning();
    expect(await answeringModels(visitor)).toEqual(MODELS);
    const status = () => visitor.status();
    const backend = await measured({ status });
    expect(backend).toMatchObject({ host: "worker", unavailable: {} });
    expect(Object.keys(backend.medianMs).sort()).toEqual(["cpu", "wasm", "webgpu"]);
    const { row = 0 } = backend.medianMs[backend.row] ?? {};
    for (const median of Object.values(backend.medianMs)) expect(median.row).toBeGreaterThanOrEqual(row);
    expect(await visitor.status()).toMatchObject({
      host: "worker",
      storage: "indexeddb",
      trustTier: "single-operator",
    });
    expect(await visitor.signIn({ loyalty: "CSP-0001" })).toMatch(/^Linked/);
    expect(visitor.reportedErrors).toEqual([]);
  });
});

describe("fallbacks", () => {
  let withoutGpu: Browser;
  beforeAll(async () => {
    const found = await sharedBrowser(false);
    if ("skipped" in found) throw new Error(found.skipped);
    withoutGpu = found.browser;
  });

  test("uses memory without IndexedDB, for as long as the page lives", async () => {
    const denied = 'throw new DOMException("denied", "SecurityError")';
    const breaking = precededBy(`Object.defineProperty(globalThis, "indexedDB", { get() { ${denied} } });`);
    const site = await system.otherShop({ sedgeFolder: alteredSdk("worker.js", breaking) });
    const visitor = await system.visitor({ site });
    await visitor.arrive("Accept all");
    expect(await answeringModels(visitor)).toEqual(MODELS);
    // A device that forgets what it has named to the edge with each page names nothing.
    expect(await visitor.cluster()).toMatchObject({ source: "device", because: "codeword-limit" });
    expect(await visitor.status()).toMatchObject({ host: "worker", storage: "memory" });
    const difference = async () => compareLedger(await visitor.ledger(), system.tap.requests, system.operators.edgeUrl);
    await expect.poll(difference, { timeout: PATIENCE_MS }).toEqual(AGREED);
    expect((await deviceStorage(visitor.page)).indexedDb).toEqual([]);
  });

  test("runs on the page when the policy forbids workers", async () => {
    const site = await system.otherShop({ headers: withPolicy("worker-src 'self'", "worker-src 'none'") });
    const visitor = await system.visitor({ site });
    await visitor.arrive("Accept all");
    expect(await answeringModels(visitor)).toEqual(MODELS);
    expect(await visitor.cluster()).toMatchObject({ source: "edge" });
    expect(await visitor.status()).toMatchObject({ host: "page", storage: "indexeddb" });
  });

  test("uses WebAssembly or plain JavaScript without WebGPU, and reports why", async () => {
    const visitor = await system.visitor({ browser: withoutGpu });
    await visitor.arrive("Accept all");
    expect(await answeringModels(visitor)).toEqual(MODELS);
    const backend = await measured({ status: () => visitor.status() });
    expect(["wasm", "cpu"]).toContain(backend.row);
    expect(Object.keys(backend.medianMs).sort()).toEqual(["cpu", "wasm"]);
    expect(backend.unavailable).toEqual({ webgpu: expect.stringContaining("WebGPU") });
  });

  test("uses plain JavaScript without WebGPU and without permission to compile WebAssembly", async () => {
    const site = await system.otherShop({ headers: withPolicy(" 'wasm-unsafe-eval'", "") });
    const visitor = await system.visitor({ site, browser: withoutGpu });
    await visitor.arrive("Accept all");
    expect(await answeringModels(visitor)).toEqual(MODELS);
    const backend = await measured({ status: () => visitor.status() });
    expect(backend).toMatchObject({ row: "cpu", batch: "cpu" });
    expect(Object.keys(backend.unavailable).sort()).toEqual(["wasm", "webgpu"]);
  });
});

describe("files that do not match their hash", () => {
  test("refuses a model's weights with a code, and runs the other model", async () => {
    const flip = (bytes: Buffer) => Buffer.from(bytes.map((byte, at) => (at === 100 ? byte ^ 1 : byte)));
    const site = await system.otherShop({ sedgeFolder: alteredSdk("models/purchase-propensity/weights.bin", flip) });
    const visitor = await system.visitor({ site });
    await visitor.arrive("Accept all");
    expect(await answeringModels(visitor)).toEqual(["visit-depth"]);
    expect((await visitor.status()).problem).toMatchObject({
      code: "model-hash-mismatch",
      message: expect.stringContaining("purchase-propensity"),
    });
    expect(await visitor.cluster()).toMatchObject({ source: "edge" });
  });

  test("refuses the site's codebook with a code, and keeps using the last good one", async () => {
    let isHonest = true;
    const wrongHash = "0".repeat(64);
    let goodBytes: Buffer = Buffer.alloc(0);
    const mirror = await startEdgeMirror(system.operators.edgeUrl, (path, answer) => {
      if (path.includes("/codebooks/") && isHonest) goodBytes = answer.body;
      if (isHonest) return answer;
      if (path.endsWith("/manifest")) {
        const manifest = v.parse(Manifest, JSON.parse(answer.body.toString()));
        const codebook = { generation: 1, sha256: wrongHash };
        return { status: 200, body: Buffer.from(JSON.stringify({ ...manifest, codebook })) };
      }
      if (!path.includes("/codebooks/")) return answer;
      return { status: 200, body: Buffer.from(goodBytes.toString().replace('"generation":0', '"generation":1')) };
    });
    const site = await system.otherShop({ endpoint: mirror });
    const visitor = await system.visitor({ site });
    await visitor.arrive("Accept all");
    await visitor.seeProduct(3);
    expect(await visitor.cluster()).toMatchObject({ source: "edge", generation: 0 });

    isHonest = false;
    await visitor.goTo("/skirts");
    await visitor.isRunning();
    await visitor.seeProduct(3, 3);
    expect(await visitor.cluster()).toMatchObject({ source: "device", because: "no-codebook", generation: 0 });
    expect((await visitor.status()).problem?.code).toBe("codebook-hash-mismatch");
    expect((await visitor.classify()).predictions.length).toBeGreaterThan(1);
  });
});
