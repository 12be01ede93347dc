import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { launch } from "./browser.ts";
import { type PageServer, servePages } from "./page-server.ts";
import { eventsWith, recordEvents, tag } from "./shop-page.ts";

let browser: Browser;
let server: PageServer;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  [browser, server] = await Promise.all([launch(), servePages()]);
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});
beforeEach(async () => {
  context = await browser.newContext();
  page = await context.newPage();
  await recordEvents(page);
  server.asked.length = 0;
});
afterEach(() => context.close());

async function open(body = "", attributes = "", path = "/"): Promise<void> {
  server.pages.set(path, { html: `<!doctype html><title>t</title>${tag(server.origin, attributes)}${body}` });
  await page.goto(server.origin + path);
  await page.waitForFunction(() => window.sedge?.status !== undefined);
}

const consent = () => page.evaluate(() => window.sedge?.consent?.get());
const status = () => page.evaluate(() => window.sedge?.status?.());
const set = (choice: "all" | "none" | { classify?: boolean; link?: boolean }) =>
  page.evaluate((given) => window.sedge?.consent?.set(given), choice);
/** Everything that the browser stores for the site. */
const stored = () =>
  page.evaluate(async () => ({
    local: Object.keys(localStorage),
    session: Object.keys(sessionStorage),
    databases: (await indexedDB.databases()).map(({ name }) => name),
    cookies: document.cookie,
  }));
/** Rows in the worker's database. */
const storedRows = () =>
  page.evaluate(async () => {
    const opening = indexedDB.open("sedge-demo");
    await new Promise((resolve) => opening.addEventListener("success", resolve));
    const names = [...opening.result.objectStoreNames];
    const transaction = names.length > 0 ? opening.result.transaction(names) : null;
    const counts = names.map((name) => {
      const counting = transaction?.objectStore(name).count();
      return new Promise<number>((resolve) => counting?.addEventListener("success", () => resolve(counting.result)));
    });
    return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
  });
const NOTHING = { local: [], session: [], databases: [], cookies: "" };

describe("before and without consent", () => {
  test("nothing is stored, nothing is sent, no worker is loaded; events wait", async () => {
    await open(`<button id="b">x</button>`);
    await page.click("#b");
    await page.waitForTimeout(500);
    expect(await consent()).toMatchObject({ decided: false, purposes: [], source: "none" });
    expect(await status()).toMatchObject({ state: "off", waitingEvents: 2 });
    expect(await stored()).toEqual(NOTHING);
    expect(
      server.asked.filter((path) => !/^GET \/(?:|favicon\.ico|sdk\/(?:sedge|sdk|page-reader)\.js)$/.test(path)),
    ).toEqual([]);
    for (const method of ["classify", "cluster"] as const) {
      const code = await page.evaluate((name) => window.sedge?.[name]?.().catch((error) => error.code), method);
      expect(code).toBe("consent-required");
    }
  });
  test("events that waited are emitted once consent is given, in order", async () => {
    await open(`<button id="b" data-sedge-page="product">x</button>`);
    await page.click("#b");
    await set({ classify: true });
    const events = await eventsWith(page, "click");
    expect(events.map(({ kind }) => kind)).toEqual(["page-view", "click"]);
    const answer = await page.evaluate(() => window.sedge?.classify?.());
    expect(answer?.predictions.length).toBeGreaterThan(0);
    expect(server.asked.filter((path) => path.includes("/edge"))).toEqual([]);
  });
  test("refusal drops them and ends the watching", async () => {
    await open(`<button id="b">x</button>`);
    await page.click("#b");
    await set("none");
    expect(await stored()).toEqual(NOTHING);
    await page.click("#b");
    expect(await status()).toMatchObject({ state: "off", waitingEvents: 0, consent: { decided: true, purposes: [] } });
    await set({ classify: true });
    await page.waitForTimeout(1_000);
    const clicks = await page.evaluate(() =>
      Reflect.get(window, "recordedEvents").filter((event: { kind: string }) => event.kind === "click"),
    );
    expect(clicks).toEqual([]);
  });
});

describe("with consent", () => {
  test("the decision is remembered, and the next page starts by itself", async () => {
    await open();
    await set({ classify: true });
    await eventsWith(page, "page-view");
    const before = await page.evaluate(() => localStorage.getItem("sedge:demo"));
    await page.reload();
    await eventsWith(page, "page-view");
    expect(await consent()).toMatchObject({ decided: true, purposes: ["classify"], source: "api" });
    expect(await page.evaluate(() => localStorage.getItem("sedge:demo"))).toBe(before);
  });
  describe("about an earlier text", () => {
    const SHA256 = ["ab", "cd"].map((byte) => byte.repeat(32));
    const TCF = (eventStatus: string) => `<script>window.__tcfapi = (command, version, callback) => {
      if (command !== "addEventListener") return;
      window.answer = (eventStatus) => callback({ tcString: "C", gdprApplies: true, eventStatus, listenerId: 1, purpose: { consents: { 1: true, 5: true } } }, true);
      window.answer("${eventStatus}"); }</script>`;
    const asked = { decided: false, purposes: [], policyVersion: "2026-11", because: "policy-changed" };

    test("is asked again, and nothing is sent or stored meanwhile, whatever the page knows already", async () => {
      await open("", `data-policy="2026-10"`);
      await set({ classify: true });
      await eventsWith(page, "page-view");
      const before = await page.evaluate(() => localStorage.getItem("sedge:demo"));
      await open("", `data-policy="2026-11"`);
      expect(await consent()).toMatchObject(asked);
      expect(await status()).toMatchObject({ state: "off", consent: asked });
      expect(await page.evaluate(() => localStorage.getItem("sedge:demo"))).toBe(before);
      await set({ classify: true });
      expect(await consent()).toMatchObject({ decided: true, purposes: ["classify"], because: null });
      await page.reload();
      await page.waitForFunction(() => window.sedge?.consent?.get().decided);
    });
    test("is asked again when only the hash of the text has changed, and the new one goes to the worker", async () => {
      await open("", `data-policy="2026-11" data-policy-sha256="${SHA256[0]}"`);
      await set({ classify: true });
      await open("", `data-policy="2026-11" data-policy-sha256="${SHA256[1]}"`);
      expect(await consent()).toMatchObject({ ...asked, policySha256: SHA256[1] });
      await set({ classify: true });
      const mine = await page.evaluate(() => window.sedge?.exportMyData?.());
      expect(mine?.device.consent).toMatchObject({ policySha256: SHA256[1], source: "api" });
    });
    test("is not read out of a TCF string that was there before, and is out of a new answer", async () => {
      await open(TCF("tcloaded"), `data-policy="2026-10"`);
      await expect.poll(consent).toMatchObject({ purposes: ["classify"], source: "tcf" });
      await open(TCF("tcloaded"), `data-policy="2026-11"`);
      await page.waitForTimeout(1_000);
      expect(await consent()).toMatchObject(asked);
      await page.evaluate(() => Reflect.get(window, "answer")("useractioncomplete"));
      await expect.poll(consent).toMatchObject({ purposes: ["classify"], source: "tcf", policyVersion: "2026-11" });
    });
    test("is withdrawn with all that was stored when the new text is refused", async () => {
      await open("", `data-policy="2026-10"`);
      await set({ classify: true });
      await page.evaluate(() => window.sedge?.classify?.());
      expect((await stored()).databases).toEqual(["sedge-demo"]);
      await open("", `data-policy="2026-11"`);
      await set("none");
      await expect.poll(stored).toMatchObject({ local: [], session: [] });
      expect(await storedRows()).toBe(0);
    });
    test("of another tab stops this one until it is asked", async () => {
      await open("", `data-policy="2026-10"`, "/before");
      const other = page;
      page = await context.newPage();
      await recordEvents(page);
      await open("", `data-policy="2026-11"`, "/after");
      await set({ classify: true });
      await other.waitForFunction(() => window.sedge?.consent?.get().because === "policy-changed");
    });
  });
  test("withdrawal deletes everything, and other tabs follow", async () => {
    await open();
    const other = await context.newPage();
    await other.goto(server.origin);
    await other.waitForFunction(() => window.sedge?.status !== undefined);
    await set({ classify: true });
    await other.waitForFunction(() => window.sedge?.consent?.get().purposes.includes("classify"));
    await eventsWith(page, "page-view");
    await page.evaluate(() => window.sedge?.classify?.());
    expect(await stored()).toMatchObject({ local: ["sedge:demo"], databases: ["sedge-demo"] });
    await set("none");
    await other.waitForFunction(() => window.sedge?.consent?.get().decided && window.sedge.status?.().state === "off");
    expect(await stored()).toMatchObject({ local: [], session: [] });
    expect(await storedRows()).toBe(0);
  });
});

test("an erasure that a page before could not finish is finished without consent, and nothing else is done", async () => {
  await page.addInitScript(() => localStorage.setItem("sedge:demo:erasing", "1"));
  await open();
  await page.waitForFunction(() => localStorage.getItem("sedge:demo:erasing") === null);
  await page.waitForFunction(() => window.sedge?.status?.().state === "off");
  expect(await consent()).toMatchObject({ decided: false });
  expect(server.asked.filter((path) => path.includes("/edge"))).toEqual([]);
});

describe("signals of the browser and of platforms", () => {
  test("Global Privacy Control refuses link and learn", async () => {
    await page.addInitScript(() => Object.defineProperty(navigator, "globalPrivacyControl", { value: true }));
    await open();
    await set("all");
    expect(await consent()).toMatchObject({ purposes: ["classify"], globalPrivacyControl: true });
    expect(await page.evaluate(() => window.sedge?.identify?.({ email: "a@b.cd" }).catch((error) => error.code))).toBe(
      "consent-required",
    );
  });
  test("Global Privacy Control is shown as honoured in the page's element, moving nothing, in its own words where it has some", async () => {
    await page.addInitScript(() => {
      Object.defineProperty(navigator, "globalPrivacyControl", { value: true });
      new PerformanceObserver((list) => {
        const shifts = list.getEntries().filter((entry) => Reflect.get(entry, "hadRecentInput") !== true);
        Reflect.set(window, "shifts", [...(Reflect.get(window, "shifts") ?? []), ...shifts]);
      }).observe({ type: "layout-shift", buffered: true });
    });
    await open(`<style>#kept { min-block-size: 1lh }</style><p id="kept" data-sedge-gpc="Ihr Signal gilt."></p>
      <p data-sedge-gpc id="grows"></p><p>below</p>`);
    const shown = page.getByRole("status").filter({ visible: true });
    await page.getByText("Ihr Signal gilt.").waitFor();
    await page.waitForTimeout(500);
    // The other would push what is below it: it waits for the visitor.
    expect(await page.getByText("signal is honoured").isVisible()).toBe(false);
    expect(await page.evaluate(() => Reflect.get(window, "shifts") ?? [])).toEqual([]);
    await page.mouse.click(5, 5);
    await page.getByText("Your Global Privacy Control signal is honoured.").waitFor();
    expect(await shown.allTextContents()).toEqual([
      "Ihr Signal gilt.",
      "Your Global Privacy Control signal is honoured.",
    ]);
    expect(await page.locator("#grows span").getAttribute("lang")).toBe("en");
    expect(await page.evaluate(() => Reflect.get(window, "shifts") ?? [])).toEqual([]);
    expect(await stored()).toEqual(NOTHING);
  });
  test("a TCF platform that loads later is seen, and the page's own word goes before it", async () => {
    await open(
      `<script>
      setTimeout(() => {
        let listener; window.__tcfapi = (command, version, callback) => { if (command === "addEventListener") { listener = callback;
          callback({ tcString: "C", eventStatus: "cmpuishown", listenerId: 1 }, true); } };
        window.answer = (purposes) => listener({ tcString: "C", gdprApplies: true, eventStatus: "useractioncomplete", listenerId: 1,
          purpose: { consents: purposes }, vendor: { consents: { 7: true }, disclosedVendors: { 7: true } } }, true);
      }, 700)</script>`,
      `data-tcf-vendor="7"`,
    );
    await page.waitForFunction(() => Reflect.has(window, "answer"));
    await page.waitForTimeout(1_000);
    expect(await consent()).toMatchObject({ decided: false });
    await page.evaluate(() => Reflect.get(window, "answer")({ 1: true, 5: true, 6: true }));
    const given = { source: "tcf", purposes: ["classify", "link"], tcfSha256: expect.stringMatching(/^[0-9a-f]{64}$/) };
    await expect.poll(consent).toMatchObject(given);
    await page.evaluate(() => Reflect.get(window, "answer")({}));
    await expect.poll(consent).toMatchObject({ source: "tcf", decided: true, purposes: [], because: "tcf-storage" });
    expect((await status())?.consent.because).toBe("tcf-storage");
    await set({ classify: true });
    expect(await consent()).toMatchObject({ source: "api", purposes: ["classify"] });
  });
  test("Google Consent Mode is seen, updates alone", async () => {
    await open(`<script>window.dataLayer = window.dataLayer || []; function gtag() { dataLayer.push(arguments); }
      gtag("consent", "default", { analytics_storage: "granted" });</script>`);
    await page.waitForTimeout(800);
    expect(await consent()).toMatchObject({ decided: false });
    await page.evaluate(() => Reflect.get(window, "gtag")("consent", "update", { analytics_storage: "granted" }));
    expect(await consent()).toMatchObject({ source: "google-consent-mode", purposes: ["classify"] });
    expect(await page.evaluate(() => Reflect.get(window, "dataLayer").length)).toBe(2);
  });
});

test("hosts of one domain share the decision in one cookie, where the tag says so; a withdrawal deletes what each has stored", async () => {
  const { port } = new URL(server.origin);
  const visit = async (host: string) => {
    server.pages.set("/", {
      html: `<!doctype html><title>t</title>${tag(server.origin, 'data-cookie-domain="shop.localhost"')}`,
    });
    await page.goto(`http://${host}:${port}/`);
    await page.waitForFunction(() => window.sedge?.status !== undefined);
  };
  await visit("shop.localhost");
  await set({ classify: true });
  await page.evaluate(() => window.sedge?.classify?.());
  expect(await storedRows()).toBeGreaterThan(0);
  expect((await stored()).cookies).toMatch(/^sedge-demo=classify~\d{4}-\d\d-\d\d~2026-11~$/);
  await visit("www.shop.localhost");
  expect(await consent()).toMatchObject({ decided: true, purposes: ["classify"], source: "api" });
  await expect.poll(async () => (await status())?.state).toBe("running");
  expect((await stored()).databases).toContain("sedge-demo");
  await set("none");
  await visit("shop.localhost");
  await expect.poll(consent).toMatchObject({ decided: true, purposes: [] });
  await expect.poll(storedRows).toBe(0);
  // There is no edge here, so that the flag of an erasure there may stay.
  expect((await stored()).local).not.toContain("sedge:demo");
  expect((await context.cookies()).map(({ name, domain }) => [name, domain])).toEqual([
    ["sedge-demo", ".shop.localhost"],
  ]);
});
