import type { Browser, Page, Worker } from "playwright-core";
import * as v from "valibot";
import { quantile } from "../replay/quantile.ts";
import { type Backend, BACKENDS, type Network, RunReport, type RunRequest } from "./network-run.ts";
import { until } from "./page-condition.ts";

/** Rows of the two jobs: one visitor, and a batch. */
export const JOBS = [1, 256] as const;
const ROUNDS = 5;
const BUDGET_MS = 250;
/** How far two libraries' answers may be apart and still be the same work. */
const MAX_DIFFERENCE = 1e-3;

/** One row of the table. */
export interface BackendCell {
  readonly network: string;
  readonly backend: Backend;
  readonly rows: number;
  /** Median milliseconds from rows in to answers out; null where the backend can't be had, and `unavailable` says why. */
  readonly sedgeMs: number | null;
  readonly plainMs: number | null;
  /** Plain over Sedge: above 1, Sedge is quicker. */
  readonly ratio: number | null;
  readonly unavailable?: string;
}

const NOT_MEASURED = { sedgeMs: null, plainMs: null, ratio: null };

async function startWorker(page: Page, path: string): Promise<Worker> {
  const starting = page.waitForEvent("worker");
  await page.evaluate(`void new Worker(${JSON.stringify(path)}, { type: "module" })`);
  const worker = await starting;
  await until(worker, "globalThis.bench");
  return worker;
}

/** A library's report, or why there is none: the backend is not to be had, or did not answer in time. */
async function run(worker: Worker, request: RunRequest): Promise<RunReport | { readonly unavailable: string }> {
  let raw: unknown;
  try {
    raw = await worker.evaluate(`bench(${JSON.stringify(request)})`);
  } catch (error) {
    return {
      unavailable: error instanceof Error ? (error.message.split("\n")[0] ?? "") : "it failed without a reason",
    };
  }
  const report = v.parse(RunReport, raw);
  if (report.tensorsLeft !== 0) throw new Error(`${request.backend}: ${report.tensorsLeft} tensors were left behind`);
  return report;
}

/** The two libraries take turns on one cell. Rejects where their answers differ. */
async function cellOf(sedge: Worker, plain: Worker, request: RunRequest): Promise<BackendCell> {
  const { backend, network, rows } = request;
  const found = { network: network.name, backend, rows };
  const times: { sedge: number[]; plain: number[] } = { sedge: [], plain: [] };
  for (let round = 0; round < ROUNDS; round++) {
    // In turns first, so that neither always finds the machine as the other left it.
    const isPlainFirst = round % 2 === 1;
    const early = isPlainFirst ? await run(plain, request) : undefined;
    const ours = await run(sedge, request);
    const theirs = early ?? (await run(plain, request));
    if ("unavailable" in ours) return { ...found, ...NOT_MEASURED, unavailable: `Sedge: ${ours.unavailable}` };
    if ("unavailable" in theirs) return { ...found, ...NOT_MEASURED, unavailable: `plain: ${theirs.unavailable}` };
    const differs = ours.answers.some(
      (answer, at) => !(Math.abs(answer - (theirs.answers[at] ?? Number.NaN)) <= MAX_DIFFERENCE),
    );
    if (differs || ours.answers.length !== theirs.answers.length) {
      throw new Error(
        `${network.name} on ${backend}: the two libraries' answers differ, so their times can't be compared`,
      );
    }
    times.sedge.push(ours.ms);
    times.plain.push(theirs.ms);
  }
  const ratios = times.sedge.map((ms, round) => (times.plain[round] ?? Number.NaN) / ms);
  return {
    ...found,
    sedgeMs: quantile(times.sedge, 0.5),
    plainMs: quantile(times.plain, 0.5),
    ratio: quantile(ratios, 0.5),
  };
}

/**
 * Each network, backend and job, Sedge beside plain TensorFlow.js. They have a worker each, on one page, and never run at
 * once: two copies of TensorFlow.js in one worker would share its global engine.
 */
export async function measureBackends(
  browser: Browser,
  url: string,
  networks: readonly Network[],
  tell: (line: string) => void,
): Promise<BackendCell[]> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await page.goto(url);
    const sedge = await startWorker(page, "/sedge/sedge-network.js");
    const plain = await startWorker(page, "/plain/plain-network.js");
    const cells: BackendCell[] = [];
    for (const network of networks) {
      for (const backend of BACKENDS) {
        for (const rows of JOBS) {
          cells.push(await cellOf(sedge, plain, { backend, network, rows, budgetMs: BUDGET_MS }));
        }
        tell(`${network.name} on ${backend}`);
      }
    }
    return cells;
  } finally {
    await context.close();
  }
}
