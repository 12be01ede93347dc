import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  CANARIES,
  type HostMessage,
  installWebkit,
  startWebkitDisplay,
  type WebkitDisplay,
  WebkitHost,
} from "@sedge/testbed";
import { storedRows } from "@sedge/testbed/stored-rows";
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { escapedCanaries } from "./canary-watch.ts";
import { readDeviceStorage } from "./device-storage.ts";
import { type EnginePage, enginePage } from "./engine-page.ts";
import { EngineVisitor } from "./engine-visitor.ts";
import { AGREED, compareLedger } from "./ledger-comparison.ts";
import { servePages } from "./page-server.ts";
import { useTestSystem } from "./test-system.ts";
import { PATIENCE_MS } from "./visitor.ts";
import { addAndroidApp, ANDROID_NONCE, lastCodeword, nativeVisit } from "./webview-app.ts";

const webkit = installWebkit();
const system = useTestSystem();
let display: WebkitDisplay | undefined;

beforeAll(async () => {
  if (webkit.skipped === undefined) display = await startWebkitDisplay();
});
afterAll(() => display?.stop());
beforeEach(({ skip }) => {
  if (webkit.skipped !== undefined) skip(webkit.skipped);
});

/** Starts the example app around a site for the current test. */
async function app(address = system.shopUrl): Promise<WebkitHost> {
  if (!display) throw new Error("There is no display.");
  const host = await WebkitHost.start({ display, address, tap: system.tap });
  onTestFinished(() => host.stop());
  return host;
}

/** Waits until the app has a message of a type from the page, and returns the last one. */
async function received(host: WebkitHost, type: string): Promise<HostMessage> {
  await expect.poll(() => host.messagesOf(type).length, { timeout: PATIENCE_MS }).toBeGreaterThan(0);
  return host.messagesOf(type).at(-1) ?? { type };
}

const edgeRows = (table: string, token: string | undefined) =>
  storedRows(system.operators.edge).filter((stored) => stored.table === table && stored.row["token"] === token);

async function isAgreed(visitor: EngineVisitor): Promise<void> {
  const difference = async () => compareLedger(await visitor.ledger(), system.tap.requests, system.operators.edgeUrl);
  await expect.poll(difference, { timeout: PATIENCE_MS }).toEqual(AGREED);
}

/** A page that captures nothing itself, so that only the app's events count. */
function quietPage(): string {
  return `<!doctype html><html lang="en"><title>t</title><script async src="/sedge/sedge.js" data-site="demo"
    data-endpoint="${system.operators.edgeUrl}" data-policy="2026-11" data-capture="off"></script></html>`;
}

// A webview starts cold in each test, and renders in software.
describe("a page in a WebKit webview", () => {
  test("applies the app's decision, classifies in a worker, and reports the same results to app and page", async () => {
    const host = await app();
    const visitor = new EngineVisitor(host, system.shopUrl);
    await visitor.goTo("/");
    expect(await received(host, "ready")).toMatchObject({ site: "demo", channel: "app", consent: { decided: false } });
    expect(system.tap.to(system.operators.edgeUrl)).toEqual([]);
    await host.decide({ classify: true, link: true });
    await visitor.isRunning();
    // A page that is left during a write can lock WebKit's IndexedDB permanently: decision 0026.
    for (const path of ["/skirts", "/cart"]) {
      await visitor.cluster();
      await visitor.goTo(path);
      await visitor.isRunning();
    }
    const { predictions } = await visitor.classify();
    expect(await visitor.cluster()).toMatchObject({ source: "edge", channels: ["app"] });
    await expect.poll(async () => host.messagesOf("cluster").at(-1)?.["cluster"]).toEqual(await visitor.cluster());
    const reported = () => host.messagesOf("classification").at(-1)?.["classification"];
    await expect
      .poll(reported)
      .toMatchObject({ predictions: predictions.map(({ code, probability }) => ({ code, probability })) });

    const measured = async () => (await visitor.status()).backend?.medianMs.wasm?.row ?? 0;
    await expect.poll(measured, { timeout: PATIENCE_MS }).toBeGreaterThan(0);
    const { host: place, storage, backend } = await visitor.status();
    expect({ place, storage }).toEqual({ place: "worker", storage: "indexeddb" });
    expect(backend?.unavailable.webgpu).toContain("no WebGPU");
    console.info(`WebKit runs a row on ${backend?.row}: ${JSON.stringify(backend?.medianMs)}`);
    await isAgreed(visitor);
    await host.send({ type: "ledger", after: 0 });
    const { entries } = await received(host, "ledger");
    expect(entries).toEqual((await visitor.ledger()).slice(0, 20));
  });

  test("gives the same results as Chromium for the same events: probabilities to 0.0001, and the same codeword", async () => {
    const site = await servePages({ "/": quietPage() });
    const events = nativeVisit(Date.now() - 120_000);
    const answers = async (page: EnginePage) => {
      const visitor = new EngineVisitor(page, site);
      const { predictions, intent } = await visitor.classify();
      const cluster = await visitor.cluster();
      return { predictions, intent, cluster, codeword: lastCodeword(await visitor.ledger()) };
    };

    const host = await app(site);
    await host.goto(`${site}/`);
    await received(host, "ready");
    await host.decide({ classify: true, link: true });
    await host.send({ type: "session", events });
    expect(await received(host, "session")).toMatchObject({ taken: events.length });
    const inWebkit = await answers(host);

    const visitor = await system.visitor({ site });
    await addAndroidApp(visitor.context, site);
    await visitor.goTo("/");
    const chromium = enginePage(visitor.page);
    const sentToApp = () =>
      chromium.evaluate(() => {
        const { received }: { received: string[] } = Reflect.get(window, "sedgeBridge");
        return received.map((text): HostMessage => JSON.parse(text));
      }, null);
    const types = async () => (await sentToApp()).map(({ type }) => type);
    await expect.poll(types, { timeout: PATIENCE_MS }).toContain("ready");
    await chromium.evaluate(
      (messages) => {
        for (const data of messages)
          Reflect.get(window, "sedgeBridge").dispatchEvent(new MessageEvent("message", { data }));
      },
      [
        { type: "hello", consent: { classify: true, link: true } },
        { type: "session", events },
      ].map((message) => JSON.stringify({ sedge: 1, nonce: ANDROID_NONCE, ...message })),
    );
    await expect.poll(types, { timeout: PATIENCE_MS }).toContain("session");
    const inChromium = await answers(chromium);

    expect(inWebkit.predictions.length).toBeGreaterThan(2);
    for (const part of ["predictions", "intent"] as const) {
      const theirs = new Map(inChromium[part]?.map(({ code, probability }) => [code, probability]));
      for (const { code, probability } of inWebkit[part] ?? []) {
        expect(Math.abs(probability - (theirs.get(code) ?? 1))).toBeLessThan(1e-4);
      }
    }
    expect(inWebkit.codeword).toMatch(/\d/);
    expect({ cluster: inWebkit.cluster, codeword: inWebkit.codeword }).toEqual({
      cluster: inChromium.cluster,
      codeword: inChromium.codeword,
    });
    // The session contains the app's screens, and nothing else.
    const { session } = (await new EngineVisitor(host, site).exportMyData()).device;
    expect(session).toMatchObject({ events: { "page-view": 6, "cart-add": 1 }, pages: { product: 4 } });
    // A session that is sent again, as after a page load, counts once.
    await host.send({ type: "session", events });
    await expect.poll(() => host.messagesOf("session").length, { timeout: PATIENCE_MS }).toBe(2);
    await new EngineVisitor(host, site).classify();
    expect((await new EngineVisitor(host, site).exportMyData()).device.session).toEqual(session);
  });

  test("links the app's customer once `link` is given, and deletes everything after a withdrawal in the app", async () => {
    const [email] = CANARIES.emails;
    const [phone] = CANARIES.phones;
    const host = await app();
    const visitor = new EngineVisitor(host, system.shopUrl);
    await visitor.goTo("/");
    await received(host, "ready");
    await host.signIn({ email, phone });
    expect(await received(host, "identified")).toMatchObject({ state: "held", tokens: 0 });
    expect(system.tap.to(system.operators.edgeUrl)).toEqual([]);
    expect((await host.evaluate(readDeviceStorage, null)).indexedDb).toEqual([]);

    await visitor.answer("Accept all");
    await expect
      .poll(() => host.messagesOf("identified").at(-1), { timeout: PATIENCE_MS })
      .toMatchObject({
        state: "linked",
        tokens: 2,
      });
    expect((await received(host, "consent"))["consent"]).toMatchObject({ purposes: ["classify", "link", "learn"] });
    await visitor.cluster();
    await isAgreed(visitor);
    expect(escapedCanaries(system.tap.requests, system.shopUrl)).toEqual([]);
    const [token] = (await visitor.exportMyData()).device.tokens;
    expect(edgeRows("members", token)).toHaveLength(1);

    await visitor.logIn({ email, phone });
    await host.send({ type: "withdraw" });
    await received(host, "withdrawn");
    await expect.poll(() => edgeRows("members", token), { timeout: PATIENCE_MS }).toEqual([]);
    const { localStorage, indexedDb } = await host.evaluate(readDeviceStorage, null);
    expect({ localStorage, indexedDb }).toEqual({ localStorage: [], indexedDb: [] });
    expect((await visitor.status()).consent.purposes).toEqual([]);
    // Identifiers from the app are now refused, and nothing is sent.
    const before = system.tap.to(system.operators.edgeUrl).length;
    await host.signIn({ email });
    expect(await received(host, "problem")).toMatchObject({ about: "identity", code: "consent-required" });
    expect(system.tap.to(system.operators.edgeUrl)).toHaveLength(before);
  });
});

describe("untrusted callers of the bridge", () => {
  test("refuses another nonce and frames, connects once, and cannot be replaced", async () => {
    const site = await servePages({ "/": quietPage(), "/frame": "<!doctype html><title>f</title>" });
    const host = await app(site);
    await host.goto(`${site}/`);
    await received(host, "ready");
    const consent = { sedge: 1, nonce: "a-nonce-of-somebody-else", type: "hello", consent: "all" };
    await host.evaluate((text) => Reflect.get(window, "sedgeHost").receive(text), JSON.stringify(consent));
    await host.send({ type: "ledger", after: 0 });
    await received(host, "ledger");
    expect(await host.evaluate(() => window.sedge.status().consent.decided, null)).toBe(false);

    const taken = await host.evaluate(() => {
      try {
        Reflect.set(window, "sedgeHost", {});
        Object.defineProperty(window, "sedgeHost", { value: {} });
        return "replaced";
      } catch {
        return String(Reflect.get(window, "sedgeHost").connect(() => undefined));
      }
    }, null);
    expect(taken).toBe("null");

    // The same server under another host name is another origin.
    const elsewhere = site.replace("localhost", "127.0.0.1");
    const before = host.messages.length;
    const inFrames = await host.evaluate(
      async (addresses) => {
        const found: string[] = [];
        for (const address of addresses) {
          const frame = document.createElement("iframe");
          frame.src = address;
          const loaded = new Promise((resolve) => frame.addEventListener("load", resolve));
          document.body.append(frame);
          await loaded;
          const inside = frame.contentWindow;
          try {
            found.push(typeof Reflect.get(inside ?? {}, "sedgeHost"));
            const text = JSON.stringify({ sedge: 1, nonce: "guessed", type: "ready" });
            Reflect.get(inside ?? {}, "webkit").messageHandlers.sedge.postMessage(text);
          } catch {
            found.push("unreadable");
          }
        }
        return found;
      },
      [`${site}/frame`, `${elsewhere}/frame`],
    );
    expect(inFrames).toEqual(["undefined", "unreadable"]);
    await expect.poll(() => host.refused()).toBe(1);
    expect(host.messages.length).toBe(before);

    await host.goto(`${elsewhere}/`);
    expect(await host.evaluate(() => typeof Reflect.get(window, "sedgeHost"), null)).toBe("undefined");
    await host.send({ type: "identity", identifiers: { email: "jo@example.org" } });
    expect(host.messages.length).toBe(before);
  });

  test("answers a message of another version or form with a code, and changes nothing", async () => {
    const site = await servePages({ "/": quietPage() });
    const visitor = await system.visitor({ site });
    await addAndroidApp(visitor.context, site);
    await visitor.goTo("/");
    const texts = [
      { sedge: 2, type: "hello", consent: null },
      { sedge: 1, type: "dance" },
      { sedge: 1, type: "identity", identifiers: { email: 7 } },
      { sedge: 1, type: "session", events: [{ name: "screen" }] },
      { sedge: 1, type: "consent", consent: "maybe" },
      { sedge: 1, type: "identity", identifiers: {} },
    ].map((message) => JSON.stringify({ ...message, nonce: ANDROID_NONCE }));
    await visitor.page.evaluate((sent) => {
      const bridge = Reflect.get(window, "sedgeBridge");
      for (const data of sent) bridge.dispatchEvent(new MessageEvent("message", { data }));
    }, texts);
    const problems = () =>
      visitor.page.evaluate(() => {
        const received: string[] = Reflect.get(window, "sedgeBridge").received;
        const answers = received.map((text) => JSON.parse(text));
        return answers.flatMap(({ type, code, about }) => (type === "problem" ? [`${about} ${code}`] : []));
      });
    const bad = "null bad-message";
    await expect.poll(problems).toEqual(["null bridge-version", bad, bad, bad, "consent bad-consent"]);
    expect((await visitor.status()).consent.decided).toBe(false);
  });
});

test("every example host uses the same document-start script", () => {
  const script = (path: string) => readFileSync(join(import.meta.dirname, "../../examples", path), "utf8");
  const gtk = script("webview-gtk/sedge-host.js");
  expect(script("webview-ios/sedge-host.js")).toBe(gtk);
  expect(script("webview-android/sedge-host.js")).toBe(gtk);
});
