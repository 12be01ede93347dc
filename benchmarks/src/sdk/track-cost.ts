import type { Browser } from "playwright-core";
import * as v from "valibot";
import { quantile } from "../replay/quantile.ts";
import { until } from "./page-condition.ts";
import { acceptAll } from "./shop-visit.ts";

/** Calls of each kind. */
const CALLS = 10_000;
/** Calls between two moments of rest, in which the SDK hands its events to the worker as it does in a page's life. */
const BURST = 100;

const Ticks = v.object({
  /** Whether the page may use a clock of 5 µs; without, the clock has 100 µs and single calls can't be told apart. */
  isolated: v.boolean(),
  /** Microseconds of single calls, by the page's clock. */
  calls: v.pipe(v.array(v.number()), v.length(CALLS)),
  /** Mean microseconds a call of each burst, which the clock's grain hardly touches. */
  bursts: v.pipe(v.array(v.number()), v.length(CALLS / BURST)),
});

/** Microseconds of a call. */
export interface TrackCost {
  /** Of the bursts' means. */
  readonly p50: number | null;
  /** Of single calls; at most one tick of the clock (5 µs) too high. */
  readonly p95: number | null;
  readonly worst: number | null;
}

/**
 * Runs in the page. Each burst is timed call by call; the same burst's mean comes from its two ends. `kind`: an event of
 * the site's own, or a cart step whose product is new each time, so that its name must be hashed.
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

/** Times `track()` on a page that is cross-origin isolated and has agreed to everything. `isolatedShop` sends COOP and COEP. */
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
