import type { Browser, Page, Worker } from "playwright-core";
import * as v from "valibot";
import { quantile } from "../replay/quantile.ts";
import { type Backend, BACKENDS, type Network, RunReport, type RunRequest } from "./network-run.ts";
import { until } from "./page-condition.ts";

/** Rows of the two workloads: one visitor, and a batch. */
export const JOBS = [1, 256] as const;
const ROUNDS = 5;
const BUDGET_MS = 100;
/** Maximum difference between two libraries' answers for the same work. */
const MAX_DIFFERENCE = 1e-3;

/** Another library that runs the same network in its own worker. */
const PEERS = [
  { name: "plain TF.js", path: "/plain/plain-network.js", type: "module" },
  { name: "onnxruntime-web", path: "/onnx/onnx-network.js", type: "module" },
  // It loads its WASM with importScripts, which module workers lack.
  { name: "LiteRT.js", path: "/litert/litert-network.js", type: "classic" },
] as const;
export type PeerName = (typeof PEERS)[number]["name"];
export const PEER_NAMES: readonly PeerName[] = PEERS.map(({ name }) => name);

/** A peer's time for the same work, or the reason why it could not run. */
export type PeerTime =
  | {
      /** Median milliseconds from input rows to answers. */
      readonly ms: number;
      /** Peer's time divided by Sedge's, median of the rounds. Above 1, Sedge is faster. */
      readonly ratio: number;
    }
  | { readonly unavailable: string };

/** A row of the table. */
export interface BackendCell {
  readonly network: string;
  readonly backend: Backend;
  readonly rows: number;
  /** Median milliseconds from input rows to answers; null if the backend is unavailable, with the reason in `unavailable`. */
  readonly sedgeMs: number | null;
  readonly unavailable?: string;
  readonly peers: Partial<Record<PeerName, PeerTime>>;
}

async function startWorker(page: Page, path: string, type: "module" | "classic"): Promise<Worker> {
  const starting = page.waitForEvent("worker");
  await page.evaluate(`void new Worker(${JSON.stringify(path)}, ${JSON.stringify({ type })})`);
  const worker = await starting;
  await until(worker, "globalThis.bench");
  return worker;
}

/** A library's report, or the reason for none: the backend is unavailable or did not answer in time. */
async function run(worker: Worker, request: RunRequest): Promise<RunReport | { readonly unavailable: string }> {
  let raw: unknown;
  try {
    raw = await worker.evaluate(`bench(${JSON.stringify(request)})`);
  } catch (error) {
    const [sentence = ""] = error instanceof Error ? error.message.split("\n") : [];
    return { unavailable: sentence.replace(/^worker\.evaluate: (?:Error: )?/, "") || "it failed without a reason" };
  }
  const report = v.parse(RunReport, raw);
  if (report.tensorsLeft !== 0) throw new Error(`${request.backend}: ${report.tensorsLeft} tensors were left behind`);
  return report;
}

function differs(ours: readonly number[], theirs: readonly number[]): boolean {
  if (ours.length !== theirs.length) return true;
  return ours.some((answer, at) => !(Math.abs(answer - (theirs[at] ?? Number.NaN)) <= MAX_DIFFERENCE));
}

/** Runs Sedge and one peer alternately on one cell. Rejects if their answers differ. */
async function compare(sedge: Worker, peer: Worker, name: PeerName, request: RunRequest): Promise<[number, PeerTime]> {
  const times: { sedge: number[]; peer: number[] } = { sedge: [], peer: [] };
  for (let round = 0; round < ROUNDS; round++) {
    // The first one alternates, so that neither always runs after the other.
    const isPeerFirst = round % 2 === 1;
    const early = isPeerFirst ? await run(peer, request) : undefined;
    const ours = await run(sedge, request);
    if ("unavailable" in ours) throw new Error(`Sedge, ${request.backend}: ${ours.unavailable}`);
    const theirs = early ?? (await run(peer, request));
    if ("unavailable" in theirs) return [ours.ms, theirs];
    if (differs(ours.answers, theirs.answers)) {
      const work = `${request.network.name} on ${request.backend}`;
      throw new Error(`${work}: the answers of ${name} differ, so the times can't be compared`);
    }
    times.sedge.push(ours.ms);
    times.peer.push(theirs.ms);
  }
  const ratios = times.sedge.map((ms, round) => (times.peer[round] ?? Number.NaN) / ms);
  const median = (values: readonly number[]) => quantile(values, 0.5) ?? Number.NaN;
  return [median(times.sedge), { ms: median(times.peer), ratio: median(ratios) }];
}

async function cellOf(sedge: Worker, peers: ReadonlyMap<PeerName, Worker>, request: RunRequest): Promise<BackendCell> {
  const { backend, network, rows } = request;
  const found = { network: network.name, backend, rows };
  const first = await run(sedge, request);
  if ("unavailable" in first) return { ...found, sedgeMs: null, unavailable: first.unavailable, peers: {} };
  const ours: number[] = [first.ms];
  const times: Partial<Record<PeerName, PeerTime>> = {};
  for (const [name, worker] of peers) {
    const [ms, time] = await compare(sedge, worker, name, request);
    ours.push(ms);
    times[name] = time;
  }
  return { ...found, sedgeMs: quantile(ours, 0.5), peers: times };
}

/**
 * Compares Sedge with the other libraries for each network, backend and workload. Each library has its own worker on one page,
 * and they never run at the same time: two copies of TensorFlow.js in one worker would share the global engine.
 */
export async function measureBackends(
  browser: Browser,
  url: string,
  networks: readonly Network[],
  report: (line: string) => void,
): Promise<BackendCell[]> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await page.goto(url);
    const sedge = await startWorker(page, "/sedge/sedge-network.js", "module");
    const peers = new Map<PeerName, Worker>();
    for (const { name, path, type } of PEERS) peers.set(name, await startWorker(page, path, type));
    const cells: BackendCell[] = [];
    for (const network of networks) {
      for (const backend of BACKENDS) {
        for (const rows of JOBS) {
          cells.push(await cellOf(sedge, peers, { backend, network, rows, budgetMs: BUDGET_MS }));
        }
        report(`${network.name} on ${backend}`);
      }
    }
    return cells;
  } finally {
    await context.close();
  }
}
