import type { Browser } from "playwright-core";
import * as v from "valibot";
import { quantile } from "../replay/quantile.ts";
import { shopVisit } from "./shop-visit.ts";
import { mainThreadTasks, type Task, Trace, TRACE_CATEGORIES } from "./trace.ts";

/** Minimum duration of a long task (https://w3c.github.io/longtasks/), in milliseconds. */
const LONG_TASK_MS = 50;

/** The main-thread cost of one visit, in milliseconds. */
export interface VisitCost {
  readonly longestTaskMs: number;
  readonly longTasks: number;
  /** Thread time of all tasks. */
  readonly totalOwnMs: number;
  /** The SDK's largest part of a task, by wall clock and by thread time. */
  readonly sdkLongestMs: number;
  readonly sdkLongestOwnMs: number;
  readonly sdkTotalOwnMs: number;
}

export function visitCost(tasks: readonly Task[]): VisitCost {
  const most = (part: (task: Task) => number) => tasks.reduce((longest, task) => Math.max(longest, part(task)), 0);
  const total = (part: (task: Task) => number) => tasks.reduce((sum, task) => sum + part(task), 0);
  return {
    longestTaskMs: most(({ ms }) => ms),
    longTasks: tasks.filter(({ ms }) => ms >= LONG_TASK_MS).length,
    totalOwnMs: total(({ ownMs }) => ownMs),
    sdkLongestMs: most(({ sdkMs }) => sdkMs),
    sdkLongestOwnMs: most(({ sdkOwnMs }) => sdkOwnMs),
    sdkTotalOwnMs: total(({ sdkOwnMs }) => sdkOwnMs),
  };
}

/** The median of each figure over visits. */
export function medianCost(costs: readonly VisitCost[]): VisitCost {
  const median = (part: (cost: VisitCost) => number) => quantile(costs.map(part), 0.5) ?? Number.NaN;
  return {
    longestTaskMs: median((cost) => cost.longestTaskMs),
    longTasks: median((cost) => cost.longTasks),
    totalOwnMs: median((cost) => cost.totalOwnMs),
    sdkLongestMs: median((cost) => cost.sdkLongestMs),
    sdkLongestOwnMs: median((cost) => cost.sdkLongestOwnMs),
    sdkTotalOwnMs: median((cost) => cost.sdkTotalOwnMs),
  };
}

/** Traces a new visitor's visit. */
async function tracedVisit(browser: Browser, shop: string, hasSedge: boolean): Promise<VisitCost> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await browser.startTracing(page, { categories: TRACE_CATEGORIES });
    await shopVisit(page, shop, hasSedge);
    const trace = v.parse(Trace, JSON.parse((await browser.stopTracing()).toString()));
    const tasks = mainThreadTasks(trace, shop, (url) => url.startsWith(`${shop}/sedge/`));
    if (tasks.length === 0) throw new Error("the trace has no task of the shop's pages");
    const cost = visitCost(tasks);
    if (hasSedge !== cost.sdkTotalOwnMs > 0) {
      throw new Error(hasSedge ? "the SDK did not run in its visit" : "the SDK ran in the visit without it");
    }
    return cost;
  } finally {
    await context.close();
  }
}

/** The same visit with and without the SDK. */
export interface MainThread {
  readonly withSedge: VisitCost;
  /** With the SDK in a browser without WebGPU, where no software adapter uses the page's cores. */
  readonly withoutWebgpu: VisitCost;
  readonly without: VisitCost;
  /** The maximum over all visits, in milliseconds of thread time. */
  readonly worstOwnMs: number;
  readonly visits: number;
}

/** The shop, the same shop without the SDK's files, and the browsers. */
export interface VisitPlaces {
  readonly shop: string;
  readonly bareShop: string;
  readonly browser: Browser;
  readonly browserWithoutWebgpu: Browser;
}

/** Alternates the variants, so that other load affects all of them equally. */
export async function measureMainThread(places: VisitPlaces, visits: number): Promise<MainThread> {
  const { shop, bareShop, browser, browserWithoutWebgpu } = places;
  const costs = { withSedge: [] as VisitCost[], withoutWebgpu: [] as VisitCost[], without: [] as VisitCost[] };
  for (let visit = 0; visit < visits; visit++) {
    costs.withSedge.push(await tracedVisit(browser, shop, true));
    costs.without.push(await tracedVisit(browser, bareShop, false));
    costs.withoutWebgpu.push(await tracedVisit(browserWithoutWebgpu, shop, true));
  }
  return {
    withSedge: medianCost(costs.withSedge),
    withoutWebgpu: medianCost(costs.withoutWebgpu),
    without: medianCost(costs.without),
    worstOwnMs: Math.max(...costs.withSedge.map(({ sdkLongestOwnMs }) => sdkLongestOwnMs)),
    visits,
  };
}
