import { CLICKSTREAM, sessionsFrom } from "@sedge/models/clickstream";
import { dataFile } from "@sedge/models/data-folder";
import { canaries, canaryFinder, launchChromium, startOperators, startShop, startWireTap } from "@sedge/testbed";
import { progressBar } from "./replay/progress-bar.ts";
import { isClean, replayFigures, type ReplayFigures, sdkTraffic } from "./replay/replay-figures.ts";
import { replayOptions, type ReplayOptions, USAGE } from "./replay/replay-options.ts";
import { replaySummary } from "./replay/replay-summary.ts";
import { playVisit } from "./replay/visit.ts";
import { planVisits, type VisitPlan } from "./replay/visit-plan.ts";
import type { VisitOutcome } from "./replay/visit-report.ts";

/** One machine plays every visitor, so that the limit for one address would stop it. */
const RATE_LIMIT = 1_000_000;

/** Runs `work` over all plans, `concurrency` at a time. Outcomes keep the order of the plans. */
async function playAll(
  plans: readonly VisitPlan[],
  concurrency: number,
  work: (plan: VisitPlan) => Promise<VisitOutcome>,
): Promise<VisitOutcome[]> {
  const outcomes: VisitOutcome[] = [];
  const progress = progressBar(plans.length);
  let next = 0;
  let done = 0;
  const worker = async () => {
    for (let index = next++; index < plans.length; index = next++) {
      const plan = plans[index];
      if (plan) outcomes[index] = await work(plan);
      progress((done += 1));
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return outcomes;
}

async function replay(plans: readonly VisitPlan[], { concurrency }: ReplayOptions): Promise<ReplayFigures> {
  await using running = new AsyncDisposableStack();
  const interrupted = () => void running.disposeAsync().finally(() => process.exit(130));
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, interrupted);
  const operators = running.adopt(await startOperators({ rateLimit: RATE_LIMIT }), (one) => one.stop());
  const place = { endpoint: operators.edgeUrl, site: "demo" };
  const shop = running.adopt(await startShop(place), (one) => one.stop());
  const webgpuShop = running.adopt(await startShop({ ...place, withoutBackends: "wasm cpu" }), (one) => one.stop());
  const tap = running.adopt(await startWireTap(), (one) => one.stop());
  const browser = running.adopt(await launchChromium({ tap }), (one) => one.close());
  const startedAt = performance.now();
  const shopOf = ({ onWebgpu }: VisitPlan) => (onWebgpu ? webgpuShop : shop).url;
  const outcomes = await playAll(plans, concurrency, (plan) => playVisit(browser, shopOf(plan), plan));
  const seconds = (performance.now() - startedAt) / 1_000;
  const sent = sdkTraffic(tap.requests, operators.edgeUrl, [shop.url, webgpuShop.url]);
  const sightings = canaryFinder(canaries)(Buffer.concat(sent.map(({ raw }) => raw)));
  return replayFigures(outcomes, { url: operators.edgeUrl, requests: tap.to(operators.edgeUrl) }, sightings, seconds);
}

/** `npm run replay`. Resolves to the exit code. */
export async function main(args: readonly string[]): Promise<number> {
  const options = replayOptions(args);
  if (options === "help") {
    console.log(USAGE);
    return 0;
  }
  const path = dataFile(...CLICKSTREAM);
  if (path === undefined) {
    console.error(`skipped, no data: ${CLICKSTREAM.join("/")} is not in SEDGE_DATA (default ../shared/datasets).`);
    return options.allowMissingData ? 0 : 2;
  }
  const plans = planVisits(sessionsFrom(path), options.sessions, options.seed);
  if (!options.json) {
    const clicks = plans.reduce((sum, { products }) => sum + products.length, 0);
    console.log(
      `Replaying ${plans.length} recorded visits of July 2008, ${clicks} clicks, ${options.concurrency} at a time …`,
    );
  }
  const figures = await replay(plans, options);
  if (!options.json) console.log(replaySummary(figures));
  console.log(JSON.stringify({ bench: "replay", seed: options.seed, ok: isClean(figures), ...figures }));
  return isClean(figures) ? 0 : 1;
}
