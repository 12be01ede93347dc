import { expect, test } from "vitest";
import { useTestSystem } from "./test-system.ts";
import { PATIENCE_MS } from "./visitor.ts";

const system = useTestSystem({ operators: "shared" });

test("runs in a worker, on WASM without WebGPU, and stores in IndexedDB", async () => {
  const visitor = await system.visitor();
  await visitor.arrive("Only on this device");
  await visitor.classify();
  const measured = async () => (await visitor.status()).backend?.medianMs.wasm?.row ?? 0;
  await expect.poll(measured, { timeout: PATIENCE_MS }).toBeGreaterThan(0);
  const { host, storage, backend } = await visitor.status();
  expect({ host, storage }).toEqual({ host: "worker", storage: "indexeddb" });
  console.info(`Firefox runs a row on ${backend?.row}: ${JSON.stringify(backend)}`);
  expect(await visitor.page.evaluate(() => navigator.userAgent)).toContain("Firefox");
  expect(await visitor.page.evaluate(() => "gpu" in navigator)).toBe("webgpu" in (backend?.medianMs ?? {}));
});

test("resumes a page from the back-forward cache in the same session", async () => {
  const visitor = await system.visitor();
  const { page } = visitor;
  await visitor.arrive("Only on this device");
  const { startedAt } = await visitor.session();
  await page.evaluate(() => addEventListener("pageshow", ({ persisted }) => (document.title = `kept: ${persisted}`)));
  await visitor.goTo("/skirts");
  await visitor.isRunning();
  await visitor.classify();
  await page.evaluate(() => history.back());
  // Checks that the browser restored the page from its cache.
  await expect.poll(() => page.evaluate(() => document.title), { timeout: PATIENCE_MS }).toBe("kept: true");
  await visitor.isRunning();
  await expect.poll(async () => (await visitor.session()).events["page-view"], { timeout: PATIENCE_MS }).toBe(3);
  expect(await visitor.session()).toMatchObject({ startedAt, pages: { home: 2, list: 1 } });
  expect((await visitor.status()).storage).toBe("indexeddb");
});

test("opens the database on the next page after a page is left during a write", async () => {
  const visitor = await system.visitor();
  await visitor.arrive("Only on this device");
  for (const path of ["/skirts", "/blouses", "/trousers", "/", "/skirts", "/blouses", "/trousers", "/"]) {
    await visitor.isRunning();
    expect((await visitor.status()).storage).toBe("indexeddb");
    // Each call is its own batch; the last one is still being stored when the page is left.
    for (let count = 0; count < 5; count += 1) {
      await visitor.seeProduct(2);
      void visitor.classify().catch(() => undefined);
    }
    await visitor.goTo(path);
  }
});
