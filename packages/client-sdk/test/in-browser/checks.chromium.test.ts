import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Page } from "playwright-core";
import { type Bench, chromiumPath, startBench } from "./chromium-bench.ts";

const executable = chromiumPath();
const WEBGPU = ["--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader", "--enable-features=Vulkan"];
/** A software adapter shares two cores with whatever else runs. */
const PATIENCE_MS = 120_000;

/** Runs one of `browser-checks.ts` in a module worker. */
async function check(page: Page, name: string): Promise<unknown> {
  const answer: { result?: unknown; error?: string } = await page.evaluate(
    (asked) =>
      new Promise((resolve) => {
        const worker = new Worker("/checks.js", { type: "module" });
        worker.addEventListener("error", (event) => resolve({ error: event.message }));
        worker.addEventListener("message", ({ data }) => resolve(data));
        worker.postMessage(asked);
      }),
    name,
  );
  if (answer.error !== undefined) throw new Error(answer.error);
  return answer.result;
}

describe.skipIf(!executable)("in a module worker of Chromium", { timeout: PATIENCE_MS }, () => {
  let bench: Bench;
  let page: Page;

  beforeAll(async () => {
    bench = await startBench(executable ?? "", WEBGPU);
    page = await bench.page();
  }, PATIENCE_MS);
  afterAll(() => bench.close());

  test.each([
    ["sessions", "agreement"],
    ["texts", "textAgreement"],
  ])("WebGPU, WASM and CPU give the logits for %s that training wrote down, within 1e-3", async (_, name) => {
    const models = Object.entries(Object(await check(page, name)));
    expect(models.length).toBeGreaterThan(0);
    for (const [name, gaps] of models) {
      for (const backend of ["webgpu", "wasm", "cpu"]) {
        expect(Object(gaps)[backend], `${name} on ${backend}`).toBeTypeOf("number");
        expect(Object(gaps)[backend], `${name} on ${backend}`).toBeLessThanOrEqual(1e-3);
      }
    }
  });

  test.each(["memoryCpu", "memoryWasm", "memoryWebgpu", "textMemoryCpu", "textMemoryWasm", "textMemoryWebgpu"])(
    "classifications leave no tensor behind: %s",
    async (name) => {
      const { before, after } = Object(await check(page, name));
      expect(before.numTensors).toBeGreaterThan(0);
      expect(after).toEqual(before);
    },
  );

  test("the store in the browser's IndexedDB keeps the port's contract", async () => {
    expect(await check(page, "contract")).toEqual([]);
  });

  test("weights with a wrong hash are refused, and the last good model serves", async () => {
    const { refused, good, stored, lastGood, shipped } = Object(await check(page, "wrongHash"));
    expect(refused).toEqual({ version: null, code: "model-hash-mismatch" });
    expect(good).toEqual({ version: shipped, code: null });
    expect(stored).toEqual({ version: shipped, code: null });
    expect(lastGood).toEqual({ version: shipped, code: "model-hash-mismatch" });
  });

  test.each(["contributionUsual", "contributionLargest"])(
    "%s: a vote in two shares takes at most 100 ms, and 25 KB to send",
    async (name) => {
      const { runs, bytes } = Object(await check(page, name));
      const times: number[] = runs.map(({ voteMs }: { voteMs: number }) => voteMs);
      const median = times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)];
      expect(median).toBeGreaterThan(0);
      expect(median).toBeLessThanOrEqual(100);
      expect(bytes).toBeGreaterThan(5_000);
      expect(bytes).toBeLessThanOrEqual(25_000);
    },
  );

  test("a backend that fails hands its rows to the next", async () => {
    const { gap, unavailable } = Object(await check(page, "failover"));
    expect(gap).toBeLessThanOrEqual(1e-3);
    expect(unavailable).toEqual({ webgpu: "the device was lost" });
  });

  test("every backend is measured, for one row and for a batch", async () => {
    const { medianMs } = Object(await check(page, "measurement"));
    for (const backend of ["webgpu", "wasm", "cpu"]) {
      expect(medianMs[backend].row).toBeGreaterThan(0);
      expect(medianMs[backend].batch).toBeGreaterThan(0);
    }
  });
});
