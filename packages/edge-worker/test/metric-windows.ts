import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { EXAMPLE_PLAN } from "../../metrics/test/example-plan.ts";
import { metricVotes, type MetricVote } from "@sedge/privacy/metric-votes";
import { CollectingWindows, type CollectingWindow, type Contribution, type RoundId } from "@sedge/protocol";
import type { WindowRecord } from "@sedge/operator/rounds";
import { env, exports } from "cloudflare:workers";
import * as v from "valibot";
import { edgeApp } from "../src/lib/app.ts";
import { executionContext } from "./context.ts";
import { addSmallSite, drawBallot, reportOf, send, SMALL_SITE } from "./contributor.ts";
import { admin } from "./operator.ts";
import { keeper, reportShards } from "./round-objects.ts";
import { EDGE, ORIGIN } from "./visitor.ts";

/** Windows of the tests' plan: nothing of a test waits for their end. */
export const WEEK_SECONDS = 604_800;
const SHARDS = 4;

/** A plan with a funnel and the answers about consent, both in one week's vote; `changes` make another plan. */
export function weekPlan(changes: object = {}): object {
  return {
    ...EXAMPLE_PLAN,
    site: SMALL_SITE,
    windows: [{ seconds: WEEK_SECONDS, minPeople: 5, votes: 1, weight: 1 }],
    metrics: EXAMPLE_PLAN.metrics
      .filter(({ kind }) => kind === "funnel" || kind === "consent")
      .map((metric) => ({ ...metric, windowSeconds: WEEK_SECONDS })),
    ...changes,
  };
}

/** The operator's order to publish a plan. */
export async function publishPlan(plan: unknown): Promise<Response> {
  return admin("metric-plan", Object(plan), (request) => exports.default.fetch(request), SMALL_SITE);
}

/** Publishes a plan, which opens its windows. */
export async function openWindow(changes: object = {}): Promise<CollectingWindow> {
  await addSmallSite();
  const response = await publishPlan(weekPlan(changes));
  if (response.status !== 200) throw new Error(`a plan was answered ${response.status}: ${await response.text()}`);
  const [window] = await currentWindows();
  if (!window) throw new Error("no window collects votes");
  return window;
}

/** The windows as a device reads them, of an isolate that remembers none. */
export async function currentWindows(): Promise<CollectingWindow[]> {
  const request = new Request(`${EDGE}/v1/sites/${SMALL_SITE}/windows`, { headers: { origin: ORIGIN } });
  const response = await edgeApp().fetch(request, env, executionContext());
  return v.parse(CollectingWindows, await response.json()).windows;
}

/** One visitor's whole part in a window. */
export async function answer(window: CollectingWindow, vote: MetricVote): Promise<Contribution> {
  const votes = metricVotes(window, SMALL_SITE, window.round);
  const report = await reportOf(window, await drawBallot(window), votes, vote);
  const response = await send("contribution", report);
  if (response.status !== 200) throw new Error(`a vote was answered ${response.status}: ${await response.text()}`);
  return report;
}

/** Moves the end of a window, as the edge knows it, into the past. */
export async function endWindow(round: RoundId): Promise<void> {
  await runInDurableObject(keeper(), (_, { storage }) => {
    storage.sql.exec("UPDATE rounds SET body = json_set(body, '$.terms.deadline', 1) WHERE round = ?", round);
  });
}

/** Lets every object of a window do what its alarm is for, until `isDone`. */
export async function passWindow(
  round: RoundId,
  isDone: (record: WindowRecord) => boolean = ({ progress }) => progress.end !== null,
): Promise<WindowRecord> {
  for (let time = 0; time < 20; time++) {
    for (const shard of reportShards(round, SHARDS)) await runDurableObjectAlarm(shard);
    await runDurableObjectAlarm(keeper());
    const record = (await keeper().windows(WEEK_SECONDS, 10)).find(({ request }) => request.round === round);
    if (record && isDone(record)) return record;
  }
  throw new Error("the window does not get there");
}

/** The results as the operator reads them. @param query - Such as `format=csv&metric=reach`. */
export async function results(query = ""): Promise<Response> {
  return admin(`metrics?${query}`, undefined, (request) => exports.default.fetch(request), SMALL_SITE);
}
