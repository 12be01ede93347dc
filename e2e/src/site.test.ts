import { fileURLToPath } from "node:url";
import { featureRecord } from "@sedge/features";
import { describe, expect, test } from "vitest";
import { build } from "vite";
import { alteredSdk, precededBy } from "./altered-sdk.ts";
import { servePages } from "./page-server.ts";
import { useTestSystem } from "./test-system.ts";
import { PATIENCE_MS } from "./visitor.ts";

const system = useTestSystem({ operators: "shared" });

describe("adding Sedge to a site", () => {
  test("one script tag: runs calls made before it loaded, in order, with their callbacks", async () => {
    const site = await servePages({
      "/": `<!doctype html><title>Early</title><script>
        window.sedge=window.sedge||function(){(window.sedge.q=window.sedge.q||[]).push(arguments)};
        window.seen = [];
        sedge("on", "classification", function () { seen.push("classification"); });
        sedge("consent.set", "all");
        sedge("page", { kind: "product", item: "early-1", category: "early", price: 10 });
        sedge("track", "cart-add", { item: "early-1", category: "early", price: 10 });
        sedge("track", "cart-add", { item: "early-2", category: "early", price: 12 });
        sedge("cluster", function (error, cluster) { seen.push(error ? error.code : cluster.source); });
        sedge("no-such-method", function (error) { seen.push(error.code); });
      </script>
      <script async src="/sedge/sedge.js" data-site="demo" data-policy="2026-11" data-endpoint="${system.operators.edgeUrl}"></script>`,
    });
    const visitor = await system.visitor({ site });
    await visitor.goTo("/");
    const seen = (): Promise<unknown> => visitor.page.evaluate(() => Object(window)["seen"]);
    await expect.poll(seen, { timeout: PATIENCE_MS }).toEqual(expect.arrayContaining(["edge", "classification"]));
    expect(await seen()).toContain("unknown-method");
    expect((await visitor.session()).events["cart-add"]).toBe(2);
    expect(await visitor.page.evaluate(() => window.sedge("consent.get"))).toMatchObject({ decided: true });
  });

  test("the npm package: runs in a bundled page", async () => {
    const output = await build({
      root: import.meta.dirname,
      configFile: false,
      logLevel: "error",
      build: {
        write: false,
        modulePreload: false,
        rolldownOptions: {
          input: fileURLToPath(new URL("./npm-page.ts", import.meta.url)),
          output: { entryFileNames: "page.js" },
        },
      },
    });
    if (Array.isArray(output) || !("output" in output)) throw new Error("vite watches instead of building");
    const scripts = output.output.flatMap((file) =>
      file.type === "chunk" ? [[`/${file.fileName}`, file.code] as const] : [],
    );
    const site = await servePages({
      ...Object.fromEntries(scripts),
      "/": `<!doctype html><html data-endpoint="${system.operators.edgeUrl}"><title>npm</title><link rel="icon" href="data:,"><script type="module" src="/page.js"></script>`,
    });
    const visitor = await system.visitor({ site });
    await visitor.goTo("/");
    await visitor.isRunning();
    expect((await visitor.classify()).predictions.length).toBeGreaterThan(1);
    expect(await visitor.cluster()).toMatchObject({ source: "edge" });
    expect((await visitor.status()).consent.purposes).toEqual(["classify", "link"]);
    expect((await visitor.session()).events["cart-add"]).toBe(1);
    expect(visitor.reportedErrors).toEqual([]);
  });
});

describe("automatic capture", () => {
  test("records a single-page navigation as a page view, with the previous page's dwell time", async () => {
    const visitor = await system.visitor();
    await visitor.arrive("Only on this device", "/trousers");
    const before = await visitor.session();
    await visitor.page.evaluate(() => Object.assign(window, { isSamePage: true }));
    await visitor.page.locator("nav.pager a[data-page='2']").click();
    await visitor.page.waitForURL(/page=2/);
    await expect
      .poll(async () => (await visitor.session()).events["page-view"], { timeout: PATIENCE_MS })
      .toBe(before.events["page-view"] + 1);
    const after = await visitor.session();
    expect(await visitor.page.evaluate(() => Object(window)["isSamePage"])).toBe(true);
    expect(after.events.dwell).toBe(before.events.dwell + 1);
    expect(after.dwell.list).toBeGreaterThan(0);
    expect(after.pages.list).toBe(before.pages.list + 1);
    await visitor.page.goBack();
    await expect
      .poll(async () => (await visitor.session()).events["page-view"], { timeout: PATIENCE_MS })
      .toBe(before.events["page-view"] + 2);
  });

  test("records a purchase step by step: search, product, cart, checkout, confirmation", async () => {
    const visitor = await system.visitor();
    const { page } = visitor;
    // Stays on each page until the device has processed its events; the next test leaves early.
    const look = async () => {
      await visitor.sedgeIsThere();
      await visitor.isRunning();
      await visitor.classify();
    };
    await visitor.arrive("Only on this device");
    await page.locator("#q").fill("linen");
    await look();
    await page.locator("#q").press("Enter");
    await page.waitForURL(/search/);
    await look();
    await page.locator("main .grid a").first().click();
    await page.waitForURL(/products/);
    await look();
    await page.getByRole("button", { name: "Add to cart" }).click();
    await look();
    await page.getByRole("link", { name: "View cart" }).click();
    await page.waitForURL(/cart/);
    await look();
    await page.getByRole("link", { name: "Checkout" }).click();
    await page.waitForURL(/checkout/);
    for (const [id, value] of Object.entries({ name: "A", email: "a@b.example", address: "C" })) {
      await page.locator(`#${id}`).fill(value);
    }
    await look();
    await page.getByRole("button", { name: "Order" }).click();
    await page.waitForURL(/confirmation/);
    await look();
    const { events, pages } = await visitor.session();
    expect(events).toMatchObject({ search: 1, "cart-add": 1, "checkout-start": 1, purchase: 1, "field-used": 4 });
    expect(pages).toMatchObject({ home: 1, search: 1, product: 1, cart: 1, checkout: 1, confirmation: 1 });
  });

  test("counts each event once when a page is left while a slow worker processes it", async () => {
    const slow = precededBy(`
      addEventListener("message", () => {
        for (const end = performance.now() + 300; performance.now() < end; );
      });`);
    const site = await system.otherShop({ sedgeFolder: alteredSdk("worker.js", slow) });
    const visitor = await system.visitor({ site });
    await visitor.arrive("Only on this device");
    await visitor.classify();
    await visitor.seeProduct(4);
    await expect.poll(async () => (await visitor.status()).waitingEvents, { interval: 5 }).toBe(0);
    await visitor.goTo("/skirts");
    await visitor.isRunning();
    const { events, pages } = await visitor.session();
    expect({ cartAdds: events["cart-add"], products: pages.product, lists: pages.list }).toEqual({
      cartAdds: 4,
      products: 4,
      lists: 1,
    });
  });

  test("reports no failure when a page is left while its worker starts, and starts a worker again on return", async () => {
    const visitor = await system.visitor();
    await visitor.goTo("/skirts");
    await visitor.page.evaluate(() => {
      void window.sedge.consent.set({ classify: true });
      window.dispatchEvent(new PageTransitionEvent("pagehide", { persisted: true }));
    });
    // Waits as long as a visit to another page takes, so that the first worker's shutdown can finish.
    await visitor.page.waitForTimeout(1_000);
    await visitor.page.evaluate(() => window.dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true })));
    await visitor.isRunning();
    const hostAndProblem = async () => {
      const { host, problem } = await visitor.status();
      return { host, problem };
    };
    await expect.poll(hostAndProblem, { timeout: PATIENCE_MS }).toEqual({ host: "worker", problem: null });
    expect((await visitor.session()).events["page-view"]).toBe(2);
  });

  test("counts rage clicks, dead clicks and errors in the features", async () => {
    const tag = `<script async src="/sedge/sedge.js" data-site="demo" data-policy="2026-11" data-endpoint="${system.operators.edgeUrl}"></script>`;
    const site = await servePages({
      "/": `<!doctype html><title>Broken</title>${tag}<button id="dead">Nothing happens</button>`,
    });
    const visitor = await system.visitor({ site });
    await visitor.goTo("/");
    await visitor.page.evaluate(() => window.sedge.consent.set({ classify: true }));
    // Dispatched in the page: on a busy machine, three clicks of the browser driver can be too slow for a rage click.
    await visitor.page.locator("#dead").evaluate((button) => {
      for (let detail = 1; detail <= 3; detail += 1) {
        button.dispatchEvent(new MouseEvent("click", { bubbles: true, detail, clientX: 20, clientY: 20 }));
      }
    });
    await visitor.page.evaluate(() => {
      setTimeout(() => {
        throw new Error("broken on purpose");
      });
      void Promise.reject(new Error("rejected on purpose"));
    });
    await expect
      .poll(async () => featureRecord(await visitor.session()), { timeout: PATIENCE_MS, interval: 500 })
      .toMatchObject({ rageClicks: 1, deadClicks: 1, errors: 2 });
  });
});
