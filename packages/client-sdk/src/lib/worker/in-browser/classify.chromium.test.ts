import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { ConsentState } from "../../consent-state.ts";
import { type Bench, chromiumPath, startBench } from "./chromium-bench.ts";

const executable = chromiumPath();
const PATIENCE_MS = 60_000;
const consent = (purposes: ConsentState["purposes"]): ConsentState => ({
  decided: true,
  purposes,
  policyVersion: "2026-11",
  day: "2026-11-21",
  source: "api",
  globalPrivacyControl: false,
});

/** The script of a visit, run on the page: starts the worker, sends events, and gives all that came back. */
async function visit(
  bench: Bench,
  page: Page,
  host: "worker" | "page",
  purposes: ConsentState["purposes"] = ["classify"],
) {
  await page.addScriptTag({ url: "/caller.js", type: "module" });
  await page.waitForFunction(() => "callWorker" in globalThis);
  const options = {
    site: "demo",
    endpoint: `${bench.origin}/edge`,
    assets: `${bench.origin}/`,
    channel: "web",
    withoutBackends: [],
    consent: consent(purposes),
  };
  return page.evaluate(
    async ([options, host]) => {
      const caller = await Reflect.get(globalThis, "callWorker")(host);
      const { remote, notices } = caller;
      const early = await remote.classify().catch((error: Error) => `${error.name} ${error.message.split(":")[0]}`);
      const status = await caller.start(options);
      const now = Date.now();
      const pages = Array.from({ length: 6 }, (_, at) => ({
        kind: "page-view",
        at: now + at,
        page: "product",
        item: at,
        category: 1,
      }));
      await remote.ingest(pages);
      const classification = await remote.classify();
      const cluster = await remote.cluster();
      const bad = await remote
        .ingest([{ kind: "page-view", at: now, page: "product", title: "x" }])
        .catch((error: Error) => error.message);
      const ledger = await remote.ledger();
      const data = await remote.exportMyData();
      const erased = await remote.eraseMyData();
      const after = await remote.exportMyData();
      await new Promise((resolve) => setTimeout(resolve, 50));
      return { early, status, classification, cluster, bad, ledger, data, erased, after, notices };
    },
    [options, host] as const,
  );
}

describe.skipIf(!executable)("the worker, with classify alone", { timeout: PATIENCE_MS }, () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await startBench(executable ?? "", ["--disable-blink-features=WebGPU"]);
  }, PATIENCE_MS);
  afterAll(() => bench.close());
  afterEach(() => {
    bench.policy = undefined;
    bench.requests.length = 0;
  });

  test.each(["worker", "page"] as const)("classifies and finds a cluster on the device, in a %s", async (host) => {
    const page = await bench.page();
    const { early, status, classification, cluster, bad, data, erased, after, notices } = await visit(
      bench,
      page,
      host,
    );
    expect(early).toBe("SedgeError not-started");
    expect(status).toMatchObject({ storage: "indexeddb", trustTier: null, backend: { row: "cpu", host } });
    expect(classification.events).toBe(6);
    expect(classification.predictions.length).toBeGreaterThan(1);
    for (const { probability, reasons } of classification.predictions) {
      expect(probability).toBeGreaterThan(0);
      expect(probability).toBeLessThan(1);
      expect(reasons.length).toBeLessThanOrEqual(3);
    }
    expect(cluster).toMatchObject({ source: "device", because: "no-link-consent", channels: ["web"] });
    expect(bad).toBe("bad-event: What was passed does not fit at `0.title`.");
    expect(notices.map(({ type }: { type: string }) => type)).toEqual(
      expect.arrayContaining(["classification", "cluster"]),
    );
    expect(data.device.session.events["page-view"]).toBe(6);
    expect(data).toMatchObject({ edge: null, device: { tokens: [], outbox: [] } });
    expect(erased).toEqual({ device: "erased", edge: "nothing-stored" });
    expect(after.device.session.events["page-view"]).toBe(0);
    await page.context().close();
  });

  test("the ledger is what reached the network, and nothing went to the edge", async () => {
    const page = await bench.page();
    const { ledger } = await visit(bench, page, "worker");
    const recorded = ledger.map(
      ({ method, url }: { method: string; url: string }) => `${method} ${new URL(url).pathname}`,
    );
    const sent = bench.requests.filter((request) => /\/(?:models|wasm|edge)\//.test(request));
    expect(recorded.length).toBeGreaterThan(0);
    expect(sent.slice(0, recorded.length).toSorted()).toEqual(recorded.toSorted());
    expect(sent.filter((request) => request.includes("/edge/"))).toEqual([]);
    await page.context().close();
  });

  test("under a policy without 'wasm-unsafe-eval' the CPU goes on, and the reason is told", async () => {
    bench.policy = "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self'";
    const page = await bench.page();
    const { classification } = await visit(bench, page, "worker");
    expect(classification.predictions.length).toBeGreaterThan(1);
    const report = await page.evaluate(async () => {
      const caller = await Reflect.get(globalThis, "callWorker")("worker");
      const { origin } = location;
      const agreed = {
        decided: true,
        purposes: ["classify"],
        policyVersion: "x",
        day: "2026-11-21",
        source: "api",
        globalPrivacyControl: false,
      };
      await caller.start({
        site: "other",
        endpoint: origin,
        assets: `${origin}/`,
        channel: "web",
        withoutBackends: [],
        consent: agreed,
      });
      await caller.remote.classify();
      for (;;) {
        const found = caller.notices.find(({ type }: { type: string }) => type === "status");
        if (found) return found.status.backend;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    });
    expect(report).toMatchObject({ row: "cpu", batch: "cpu" });
    expect(Object.keys(report.unavailable).toSorted()).toEqual(["wasm", "webgpu"]);
    expect(report.unavailable.wasm).toMatch(/Content Security Policy|unsafe-eval/i);
    await page.context().close();
  });

  test("without IndexedDB it works in memory, and says so", async () => {
    const page = await bench.page();
    await page.route("**/worker.js", async (route) => {
      const response = await route.fetch();
      const denied = "IDBFactory.prototype.open = () => { throw new DOMException('denied', 'SecurityError'); };\n";
      await route.fulfill({ response, body: denied + (await response.text()) });
    });
    const { status, classification, cluster } = await visit(bench, page, "worker");
    expect(status.storage).toBe("memory");
    expect(classification.predictions.length).toBeGreaterThan(1);
    expect(cluster.source).toBe("device");
    await page.context().close();
  });

  test("without classify nothing is taken, stored or sent", async () => {
    const page = await bench.page();
    await expect(visit(bench, page, "worker", [])).rejects.toThrow(/consent-required/);
    expect(bench.requests.filter((request) => /\/(?:models|wasm|edge)\//.test(request))).toEqual([]);
    await page.context().close();
  });
});
