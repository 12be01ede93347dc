import type { Browser } from "playwright-core";
import * as v from "valibot";
import { quantile } from "../replay/quantile.ts";
import { until } from "./page-condition.ts";
import { acceptAll } from "./shop-visit.ts";

/** Number of calls of each kind. */
const CALLS = 10_000;
/** Calls per burst. Between bursts the SDK passes its events to the worker, as on a real page. */
const BURST = 100;

const Ticks = v.object({
  /** Whether the page has a clock resolution of 5 µs. With 100 µs, single calls cannot be measured. */
  isolated: v.boolean(),
  /** Microseconds of single calls, by the page's clock. */
  calls: v.pipe(v.array(v.number()), v.length(CALLS)),
  /** Mean microseconds per call of each burst, which the clock's resolution hardly affects. */
  bursts: v.pipe(v.array(v.number()), v.length(CALLS / BURST)),
});

/** Microseconds per call. */
export interface TrackCost {
  /** Median of the bursts' means. */
  readonly p50: number | null;
  /** Percentile of single calls, at most one clock tick (5 µs) too high. */
  readonly p95: number | null;
  readonly worst: number | null;
}

/**
 * Runs in the page. Times each call of a burst, and the burst's mean from its start and end. `kind`: the site's own event, or a
 * cart event with a new product each time, whose name must be hashed.
 */
const BURSTS = `async ({ calls, burst, kind }) => {
  const { track } = window.sedge;
  const rest = () => new Promise((resolve) => setTimeout(resolve, 20));
  const result = { isolated: crossOriginIsolated, calls: [], bursts: [] };
  for (let at = 0; at < calls; at += burst) {
    const ends = new Float64Array(burst + 1);
    ends[0] = performance.now();
    for (let call = 1; call <= burst; call++) {
      if (kind === "own") track("bench-step");
      else track("cart-add", { item: "bench-" + (at + call), category: "bench", price: 20 });
      ends[call] = performance.now();
    }
    for (let call = 1; call <= burst; call++) result.calls.push((ends[call] - ends[call - 1]) * 1000);
    result.bursts.push(((ends[burst] - ends[0]) / burst) * 1000);
    await rest();
  }
  return result;
}`;

/** Times `track()` on a cross-origin isolated page with full consent. `isolatedShop` sends COOP and COEP. */
export async function measureTrack(
  browser: Browser,
  isolatedShop: string,
): Promise<{ readonly own: TrackCost; readonly cart: TrackCost; readonly calls: number }> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await page.goto(`${isolatedShop}/about`);
    await acceptAll(page);
    await until(page, "window.sedge.status?.().state === 'running'");
    const cost = async (kind: "own" | "cart"): Promise<TrackCost> => {
      const raw = await page.evaluate(`(${BURSTS})(${JSON.stringify({ calls: CALLS, burst: BURST, kind })})`);
      const { isolated, calls, bursts } = v.parse(Ticks, raw);
      if (!isolated) throw new Error("the page is not cross-origin isolated; its clock is too coarse for single calls");
      return { p50: quantile(bursts, 0.5), p95: quantile(calls, 0.95), worst: quantile(calls, 1) };
    };
    return { own: await cost("own"), cart: await cost("cart"), calls: CALLS };
  } finally {
    await context.close();
  }
}
