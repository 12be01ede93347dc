import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { LedgerEntry } from "@sedge/client-sdk";
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
import { useStage } from "./stage.ts";
import { PATIENCE_MS } from "./visitor.ts";
import { addAndroidApp, ANDROID_NONCE } from "./webview-app.ts";

const webkit = installWebkit();
const stage = useStage();
let display: WebkitDisplay | undefined;

beforeAll(async () => {
  if (webkit.skipped === undefined) display = await startWebkitDisplay();
});
afterAll(() => display?.stop());
beforeEach(({ skip }) => {
  if (webkit.skipped !== undefined) skip(webkit.skipped);
});

/** The example app around a site, for this test alone. */
async function app(address = stage.shopUrl): Promise<WebkitHost> {
  if (!display) throw new Error("There is no display.");
  const host = await WebkitHost.start({ display, address, tap: stage.tap });
  onTestFinished(() => host.stop());
  return host;
}

/** Waits until the page has said something of a type to the app, and returns the last of it. */
async function seen(host: WebkitHost, type: string): Promise<HostMessage> {
  await expect.poll(() => host.said(type).length, { timeout: PATIENCE_MS }).toBeGreaterThan(0);
  return host.said(type).at(-1) ?? { type };
}

const edgeRows = (table: string, token: string | undefined) =>
  storedRows(stage.operators.edge).filter((stored) => stored.table === table && stored.row["token"] === token);

async function isAgreed(guest: EngineVisitor): Promise<void> {
  const difference = async () => compareLedger(await guest.ledger(), stage.tap.requests, stage.operators.edgeUrl);
  await expect.poll(difference, { timeout: PATIENCE_MS }).toEqual(AGREED);
}

/** A page on which only the app's events happen. */
function quietPage(): string {
  return `<!doctype html><html lang="en"><title>t</title><script async src="/sedge/sedge.js" data-site="demo"
    data-endpoint="${stage.operators.edgeUrl}" data-capture="off"></script></html>`;
}

/** A visit to native screens: products of two categories, one of them into the cart. Milliseconds since 1970. */
function nativeVisit(from: number) {
  const product = (index: number) => ({ item: `item-${index}`, category: `category-${index % 2}`, price: 20 + index });
  return [
    { name: "screen", at: from, kind: "home", seconds: 4 },
    ...[1, 2, 3, 4].map((index) => {
      return { name: "screen", at: from + index * 10_000, kind: "product", seconds: 8, ...product(index) };
    }),
    { name: "cart-add", at: from + 49_000, ...product(4) },
    { name: "screen", at: from + 50_000, kind: "cart", seconds: 3 },
  ];
}

/** The path of the last codeword that a device sent. */
function codeword(ledger: readonly LedgerEntry[]): string | undefined {
  const sent = ledger.filter(({ rows }) => rows.includes(3)).at(-1);
  return /path\\?":\\?"([^"\\]*)/.exec(sent?.body ?? "")?.[1];
}

// A webview begins cold in each test, and draws by software.
describe("a page in a WebKit webview", { timeout: 120_000 }, () => {
  test("takes the app's decision, classifies in a worker, and tells the app what the page is told", async () => {
    const host = await app();
    const guest = new EngineVisitor(host, stage.shopUrl);
    await guest.goTo("/");
    expect(await seen(host, "ready")).toMatchObject({ site: "demo", channel: "app", consent: { decided: false } });
    expect(stage.tap.to(stage.operators.edgeUrl)).toEqual([]);
    await host.decide({ classify: true, link: true });
    await guest.isRunning();
    // A page that is left in the middle of its writing may lock WebKit's IndexedDB for good: decision 0026.
    for (const path of ["/skirts", "/"]) {
      await guest.cluster();
      await guest.goTo(path);
      await guest.isRunning();
    }
    const { predictions } = await guest.classify();
    expect(await guest.cluster()).toMatchObject({ source: "edge", channels: ["app"] });
    await expect.poll(async () => host.said("cluster").at(-1)?.["cluster"]).toEqual(await guest.cluster());
    const told = () => host.said("classification").at(-1)?.["classification"];
    await expect
      .poll(told)
      .toMatchObject({ predictions: predictions.map(({ code, probability }) => ({ code, probability })) });

    const measured = async () => (await guest.status()).backend?.medianMs.wasm?.row ?? 0;
    await expect.poll(measured, { timeout: PATIENCE_MS }).toBeGreaterThan(0);
    const { host: place, storage, backend } = await guest.status();
    expect({ place, storage }).toEqual({ place: "worker", storage: "indexeddb" });
    expect(backend?.unavailable.webgpu).toContain("no WebGPU");
    console.info(`WebKit runs a row on ${backend?.row}: ${JSON.stringify(backend?.medianMs)}`);
    await isAgreed(guest);
    await host.send({ type: "ledger", after: 0 });
    const { entries } = await seen(host, "ledger");
    expect(entries).toEqual((await guest.ledger()).slice(0, 20));
  });

  test("concludes from the same events what Chromium does: probabilities to 0.0001, and the same codeword", async () => {
    const site = await servePages({ "/": quietPage() });
    const events = nativeVisit(Date.now() - 120_000);
    const answers = async (page: EnginePage) => {
      const guest = new EngineVisitor(page, site);
      const { predictions, intent } = await guest.classify();
      const cluster = await guest.cluster();
      return { predictions, intent, cluster, codeword: codeword(await guest.ledger()) };
    };

    const host = await app(site);
    await host.goto(`${site}/`);
    await seen(host, "ready");
    await host.decide({ classify: true, link: true });
    await host.send({ type: "session", events });
    expect(await seen(host, "session")).toMatchObject({ taken: events.length });
    const inWebkit = await answers(host);

    const visitor = await stage.visitor({ site });
    await addAndroidApp(visitor.context, site);
    await visitor.goTo("/");
    const chromium = enginePage(visitor.page);
    const told = () =>
      chromium.evaluate(() => {
        const { told }: { told: string[] } = Reflect.get(window, "sedgeBridge");
        return told.map((text): HostMessage => JSON.parse(text));
      }, null);
    const types = async () => (await told()).map(({ type }) => type);
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
    // The screens count, and what the session holds is theirs alone.
    const { session } = (await new EngineVisitor(host, site).exportMyData()).device;
    expect(session).toMatchObject({ events: { "page-view": 6, "cart-add": 1 }, pages: { product: 4 } });
    // A session that is told again, as after a page load, counts once.
    await host.send({ type: "session", events });
    await expect.poll(() => host.said("session").length, { timeout: PATIENCE_MS }).toBe(2);
    await new EngineVisitor(host, site).classify();
    expect((await new EngineVisitor(host, site).exportMyData()).device.session).toEqual(session);
  });

  test("the app's customer waits for `link`, is linked then, and is gone everywhere after the app's withdrawal", async () => {
    const [email] = CANARIES.emails;
    const [phone] = CANARIES.phones;
    const host = await app();
    const guest = new EngineVisitor(host, stage.shopUrl);
    await guest.goTo("/");
    await seen(host, "ready");
    await host.signIn({ email, phone });
    expect(await seen(host, "identified")).toMatchObject({ state: "held", tokens: 0 });
    expect(stage.tap.to(stage.operators.edgeUrl)).toEqual([]);
    expect((await host.evaluate(readDeviceStorage, null)).indexedDb).toEqual([]);

    await guest.answer("Accept all");
    await expect
      .poll(() => host.said("identified").at(-1), { timeout: PATIENCE_MS })
      .toMatchObject({
        state: "linked",
        tokens: 2,
      });
    expect((await seen(host, "consent"))["consent"]).toMatchObject({ purposes: ["classify", "link", "learn"] });
    await guest.cluster();
    await isAgreed(guest);
    expect(escapedCanaries(stage.tap.requests, stage.shopUrl)).toEqual([]);
    const [token] = (await guest.exportMyData()).device.tokens;
    expect(edgeRows("members", token)).toHaveLength(1);

    await host.send({ type: "withdraw" });
    await seen(host, "withdrawn");
    await expect.poll(() => edgeRows("members", token), { timeout: PATIENCE_MS }).toEqual([]);
    const { localStorage, indexedDb } = await host.evaluate(readDeviceStorage, null);
    expect({ localStorage, indexedDb }).toEqual({ localStorage: [], indexedDb: [] });
    expect((await guest.status()).consent.purposes).toEqual([]);
    // What the app says of its customer now is refused, and goes nowhere.
    const before = stage.tap.to(stage.operators.edgeUrl).length;
    await host.signIn({ email });
    expect(await seen(host, "problem")).toMatchObject({ about: "identity", code: "consent-required" });
    expect(stage.tap.to(stage.operators.edgeUrl)).toHaveLength(before);
  });
});

describe("strangers at the bridge", () => {
  test("another nonce is not the app; a frame is not the page; the bridge is taken once and can't be replaced", async () => {
    const site = await servePages({ "/": quietPage(), "/frame": "<!doctype html><title>f</title>" });
    const host = await app(site);
    await host.goto(`${site}/`);
    await seen(host, "ready");
    const consent = { sedge: 1, nonce: "a-nonce-of-somebody-else", type: "hello", consent: "all" };
    await host.evaluate((text) => Reflect.get(window, "sedgeHost").receive(text), JSON.stringify(consent));
    await host.send({ type: "ledger", after: 0 });
    await seen(host, "ledger");
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

    // The same server under another name is another origin.
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

  test("a message of another version or form is answered with a code, and changes nothing", async () => {
    const site = await servePages({ "/": quietPage() });
    const visitor = await stage.visitor({ site });
    await addAndroidApp(visitor.context, site);
    await visitor.goTo("/");
    const said = await visitor.page.evaluate(async (nonce) => {
      const bridge = Reflect.get(window, "sedgeBridge");
      for (const message of [
        { sedge: 2, nonce, type: "hello", consent: null },
        { sedge: 1, nonce, type: "dance" },
        { sedge: 1, nonce, type: "identity", identifiers: { email: 7 } },
        { sedge: 1, nonce, type: "session", events: [{ name: "screen" }] },
        { sedge: 1, nonce, type: "consent", consent: "maybe" },
        { sedge: 1, nonce, type: "identity", identifiers: {} },
      ]) {
        bridge.dispatchEvent(new MessageEvent("message", { data: JSON.stringify(message) }));
      }
      await new Promise((resolve) => setTimeout(resolve, 500));
      return bridge.told
        .map((text: string) => JSON.parse(text))
        .filter(({ type }: { type: string }) => type === "problem");
    }, ANDROID_NONCE);
    expect(said.map(({ code, about }: { code: string; about: string | null }) => `${about} ${code}`)).toEqual([
      "null bridge-version",
      "null bad-message",
      "null bad-message",
      "null bad-message",
      "consent bad-consent",
    ]);
    expect((await visitor.status()).consent.decided).toBe(false);
  });
});

test("every example host runs the same script at a document's start", () => {
  const script = (path: string) => readFileSync(join(import.meta.dirname, "../../examples", path), "utf8");
  const gtk = script("webview-gtk/sedge-host.js");
  expect(script("webview-ios/sedge-host.js")).toBe(gtk);
  expect(script("webview-android/sedge-host.js")).toBe(gtk);
});
