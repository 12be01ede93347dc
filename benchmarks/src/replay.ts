import { type ClickSession, CLICKSTREAM, sessionsFrom } from "@sedge/models/clickstream";
import { STDERR, stageProgress } from "@sedge/connector/progress";
import { dataFile } from "@sedge/models/data-folder";
import { canaries, canaryFinder, launchChromium, startOperators, startShop, startWireTap } from "@sedge/testbed";
import { beginLearning, endLearning } from "./replay/learn/learning-replay.ts";
import { isClean, replayFigures, type ReplayFigures, sdkTraffic } from "./replay/replay-figures.ts";
import type { ReplayOptions } from "./replay/replay-options.ts";
import { replaySummary } from "./replay/replay-summary.ts";
import { openVisit, type OpenVisit, playVisit } from "./replay/visit.ts";
import { planSimulatedDevices, planVisits, type VisitPlan } from "./replay/visit-plan.ts";
import type { VisitResult } from "./replay/visit-report.ts";

/** One machine simulates every visitor, so the rate limit per address must be raised. */
const RATE_LIMIT = 1_000_000;

/** Runs `work` for all plans, `concurrency` at a time. Results are in the order of the plans. */
async function playAll(
  plans: readonly VisitPlan[],
  concurrency: number,
  work: (plan: VisitPlan, index: number) => Promise<VisitResult>,
): Promise<VisitResult[]> {
  const results: VisitResult[] = [];
  const progress = stageProgress("visits", STDERR);
  let next = 0;
  let done = 0;
  const worker = async () => {
    for (let index = next++; index < plans.length; index = next++) {
      const plan = plans[index];
      if (plan) results[index] = await work(plan, index);
      progress((done += 1) / plans.length);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return results;
}

/** The visits to replay. `simulatedDevices`: visits of devices without a browser; undefined without learning. */
interface Cast {
  readonly plans: readonly VisitPlan[];
  readonly simulatedDevices: readonly ClickSession[] | undefined;
}

/** A visit after the end of the round. */
const afterwards = (plan: VisitPlan): VisitPlan => ({
  ...plan,
  contributes: false,
  lingers: false,
  signsIn: undefined,
  searches: false,
  buys: false,
});

async function replay({ plans, simulatedDevices }: Cast, { concurrency }: ReplayOptions): Promise<ReplayFigures> {
  await using running = new AsyncDisposableStack();
  const interrupted = () => void running.disposeAsync().finally(() => process.exit(130));
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, interrupted);
  const operators = running.adopt(await startOperators({ rateLimit: RATE_LIMIT }), (one) => one.stop());
  const place = { endpoint: operators.edgeUrl, site: "demo", loginKey: operators.loginKey };
  const shop = running.adopt(await startShop(place), (one) => one.stop());
  const webgpuShop = running.adopt(await startShop({ ...place, withoutBackends: "wasm cpu" }), (one) => one.stop());
  const tap = running.adopt(await startWireTap(), (one) => one.stop());
  const browser = running.adopt(await launchChromium({ tap }), (one) => one.close());
  const startedAt = performance.now();
  const shopOf = ({ onWebgpu }: VisitPlan) => (onWebgpu ? webgpuShop : shop).url;
  const learning = simulatedDevices && (await beginLearning(operators, plans.length, simulatedDevices));
  let staying: OpenVisit | undefined;
  const results = await playAll(plans, concurrency, async (plan, index) => {
    if (!learning || index > 0) return playVisit(browser, shopOf(plan), plan);
    staying = running.adopt(await openVisit(browser, shopOf(plan), plan), (one) => one.close());
    return staying.result;
  });
  const seconds = (performance.now() - startedAt) / 1_000;
  const [first] = plans;
  const openLater = async () => {
    if (!first) throw new RangeError("No visit was replayed.");
    return running.adopt(await openVisit(browser, shopOf(first), afterwards(first)), (one) => one.close());
  };
  const report = (line: string) => void process.stderr.write(`${line}\n`);
  const learnt =
    learning && staying && (await endLearning(learning, { operators, tap, results, staying, openLater, report }));
  const all = learnt ? [learnt.staying, ...results.slice(1), ...(learnt.later ? [learnt.later] : [])] : results;
  const sent = sdkTraffic(tap.requests, operators.edgeUrl, [shop.url, webgpuShop.url]);
  const sightings = canaryFinder(canaries)(Buffer.concat(sent.map(({ raw }) => raw)));
  const edge = { url: operators.edgeUrl, requests: tap.to(operators.edgeUrl) };
  return replayFigures(all, edge, sightings, seconds, learnt?.figures ?? null);
}

/** `npm run replay`. Resolves to the exit code. */
export async function main(options: ReplayOptions): Promise<number> {
  const path = dataFile(...CLICKSTREAM);
  if (path === undefined) {
    console.error(`skipped, no data: ${CLICKSTREAM.join("/")} is not in SEDGE_DATA (default ../shared/datasets).`);
    return options.allowMissingData ? 0 : 2;
  }
  const sessions = sessionsFrom(path);
  const { seed, learn, people } = options;
  const plans = planVisits(sessions, options.sessions, seed, learn);
  const simulatedDevices = learn
    ? planSimulatedDevices(sessions, plans.length, Math.max(people, plans.length), seed)
    : undefined;
  if (!options.json) {
    const clicks = plans.reduce((sum, { products }) => sum + products.length, 0);
    console.log(
      `Replaying ${plans.length} recorded visits of July 2008, ${clicks} clicks, ${options.concurrency} at a time …` +
        (simulatedDevices
          ? ` All give \`learn\`; ${simulatedDevices.length} devices without a browser also contribute.`
          : ""),
    );
  }
  const figures = await replay({ plans, simulatedDevices }, options);
  if (!options.json) console.log(replaySummary(figures));
  console.log(JSON.stringify({ bench: "replay", seed: options.seed, ok: isClean(figures), ...figures }));
  return isClean(figures) ? 0 : 1;
}
