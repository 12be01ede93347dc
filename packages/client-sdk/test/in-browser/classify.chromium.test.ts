import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { ConsentState } from "../../src/lib/consent-state.ts";
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
  because: null,
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
    intents: "intent-banking",
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

  test.each(["worker", "page"] as const)(
    "reads a text in a %s, and fetches its models for that alone",
    async (host) => {
      const page = await bench.page();
      await page.addScriptTag({ url: "/caller.js", type: "module" });
      await page.waitForFunction(() => "callWorker" in globalThis);
      const options = {
        site: "demo",
        endpoint: `${bench.origin}/edge`,
        assets: `${bench.origin}/`,
        channel: "web",
        withoutBackends: [],
        intents: "intent-banking",
        consent: consent(["classify"]),
      };
      const { before, once, first, second, search, bad, ledger, data } = await page.evaluate(
        async ([options, host]) => {
          const caller = await Reflect.get(globalThis, "callWorker")(host);
          const { remote } = caller;
          await caller.start(options);
          await remote.classify();
          const files = async () =>
            (await remote.ledger()).map(({ url }: { url: string }) => url.slice(options.assets.length)).toSorted();
          const before = await files();
          const text = "My card was charged twice and nobody answers!!!";
          const first = await remote.classifyText(text, {});
          const { struggle: once } = (await remote.exportMyData()).device.session;
          const second = await remote.classifyText(text, { before: [{ speaker: "visitor", text }] });
          const search = await remote.classifyText("green dress", { source: "search", questions: ["intent"] });
          const mistakes = [
            ["", {}],
            [7, {}],
            ["x", { source: "diary" }],
            ["x", { questions: ["weight"] }],
            ["x", { before: [{ speaker: "cat", text: "x" }] }],
          ];
          const bad = await Promise.all(
            mistakes.map(([text, more]) => remote.classifyText(text, more).catch((error: Error) => error.message)),
          );
          return {
            before,
            once,
            first,
            second,
            search,
            bad,
            ledger: await remote.ledger(),
            data: await remote.exportMyData(),
          };
        },
        [options, host] as const,
      );
      expect(before.filter((file: string) => /intent-|emotion|sentiment/.test(file))).toEqual([]);
      expect(first.source).toBe("chat");
      for (const answer of [first.intent, first.sentiment, first.emotion]) {
        expect(answer.classes).toHaveLength(3);
        expect(answer.classes[0].probability).toBeGreaterThanOrEqual(answer.classes[1].probability);
        expect(answer.reasons.length).toBeLessThanOrEqual(3);
      }
      expect(first.frustration.probability).toBeGreaterThan(0);
      expect(first.frustration.probability).toBeLessThan(1);
      const words = ["My", "card", "was", "charged", "twice", "and", "nobody", "answers"];
      expect(first.frustration.reasons.length).toBeGreaterThan(0);
      for (const { word } of first.frustration.reasons) expect(words).toContain(word);
      expect({ ...second, at: 0 }).toEqual({ ...first, at: 0 });
      expect(search).toMatchObject({ source: "search", sentiment: null, emotion: null, frustration: null });
      for (const sentence of bad) expect(sentence).toMatch(/^bad-text: What was passed does not fit at/);
      const late = ledger.slice(before.length).map(({ url }: { url: string }) => url.slice(options.assets.length));
      expect(late.toSorted()).toEqual(
        ["emotion", "intent-banking", "sentiment"].map((name) => `models/${name}/weights.bin`),
      );
      // Two texts with a frustration were read; none of their words is anywhere.
      expect(data.device.session.struggle.text.texts).toBe(2);
      expect(once.text.unresolved).toBeGreaterThan(0);
      expect(data.device.session.struggle.text.unresolved).toBeGreaterThan(once.text.unresolved);
      expect(JSON.stringify([ledger, data])).not.toMatch(/charged|nobody|dress/i);
      await page.context().close();
    },
  );

  test("a text whose models can't all be had is answered by the others, and that is reported", async () => {
    const page = await bench.page();
    await page.context().route("**/models/sentiment/**", (route) => route.abort());
    await page.addScriptTag({ url: "/caller.js", type: "module" });
    await page.waitForFunction(() => "callWorker" in globalThis);
    const { text, problems } = await page.evaluate(
      async ([origin, agreed]) => {
        const caller = await Reflect.get(globalThis, "callWorker")("worker");
        const places = { endpoint: `${origin}/edge`, assets: `${origin}/` };
        const more = { channel: "web", withoutBackends: [], intents: "intent-general", consent: agreed };
        await caller.start({ site: "demo", ...places, ...more });
        const text = await caller.remote.classifyText("I am so glad that it came", {});
        const problems = caller.notices.filter(({ type }: { type: string }) => type === "problem");
        return { text, problems };
      },
      [bench.origin, consent(["classify"])] as const,
    );
    expect(text.sentiment).toBeNull();
    expect(text.intent.model).toBe("intent-general");
    expect(text.emotion.classes.length).toBeGreaterThan(0);
    expect(problems.map(({ value }: { value: unknown }) => value)).toMatchObject([
      { code: "model-unavailable", message: expect.stringContaining("sentiment") },
    ]);
    await page.context().close();
  });

  test("under a policy without 'wasm-unsafe-eval' the CPU goes on, and the reason is reported", async () => {
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
        because: null,
      };
      await caller.start({
        site: "other",
        endpoint: origin,
        assets: `${origin}/`,
        channel: "web",
        withoutBackends: [],
        intents: "intent-banking",
        consent: agreed,
      });
      await caller.remote.classify();
      for (;;) {
        const found = caller.notices.find(({ type }: { type: string }) => type === "status");
        if (found) return found.value.backend;
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
