import type { Browser, Page } from "playwright-core";
import * as v from "valibot";
import { quantile } from "../replay/quantile.ts";
import { until, untilMeasured } from "./page-condition.ts";

/** Times that the page recorded, in milliseconds of its clock. */
const Moments = v.object({
  /** Start of the loader's request. */
  script: v.number(),
  classified: v.number(),
  clustered: v.number(),
  /** Number of predictions in the first classification; must not be 0. */
  predictions: v.pipe(v.number(), v.minValue(1)),
});
export type Moments = v.InferOutput<typeof Moments>;

/** Runs before the page's scripts: gives consent, like a page that knows the visitor's decision, and records the first events. */
export const NOTE_FIRST = `
  window.sedge ||= function () { (window.sedge.q = window.sedge.q || []).push(arguments) };
  window.bench = {};
  sedge("consent.set", "all");
  sedge("on", "classification", ({ predictions }) => {
    bench.predictions ??= predictions.length;
    bench.classified ??= performance.now();
  });
  sedge("on", "cluster", () => { bench.clustered ??= performance.now(); });
`;

const READ = `({
  ...bench,
  script: performance.getEntriesByType("resource").find(({ name }) => name.endsWith("/sedge/sedge.js")).startTime,
})`;

/** Opens a page whose context runs {@link NOTE_FIRST}, and waits for its first classification and cluster. */
export async function firstMoments(page: Page, address: string): Promise<Moments> {
  await page.goto(address);
  await until(page, "bench.classified && bench.clustered");
  return v.parse(Moments, await page.evaluate(READ));
}

/** Milliseconds from the start of the loader's request, medians over visitors. */
export interface FirstClassification {
  /** A new visitor with empty caches. */
  readonly cold: { readonly classifiedMs: number | null; readonly clusteredMs: number | null };
  /** The same visitor's third page, after the backends are measured. */
  readonly warm: { readonly classifiedMs: number | null; readonly clusteredMs: number | null };
  readonly visitors: number;
}

export async function measureFirst(browser: Browser, shop: string, visitors: number): Promise<FirstClassification> {
  const cold: Moments[] = [];
  const warm: Moments[] = [];
  for (let visitor = 0; visitor < visitors; visitor++) {
    const context = await browser.newContext();
    try {
      await context.addInitScript(NOTE_FIRST);
      const page = await context.newPage();
      cold.push(await firstMoments(page, `${shop}/products/trousers-03`));
      await untilMeasured(page);
      await firstMoments(page, `${shop}/products/trousers-05`);
      warm.push(await firstMoments(page, `${shop}/products/trousers-03`));
    } finally {
      await context.close();
    }
  }
  const medians = (found: readonly Moments[]) => ({
    classifiedMs: quantile(
      found.map(({ script, classified }) => classified - script),
      0.5,
    ),
    clusteredMs: quantile(
      found.map(({ script, clustered }) => clustered - script),
      0.5,
    ),
  });
  return { cold: medians(cold), warm: medians(warm), visitors };
}
