import type { Browser, Page, Worker } from "playwright-core";
import * as v from "valibot";
import { quantile } from "../replay/quantile.ts";
import { type Backend, BACKENDS, type Network, RunReport, type RunRequest } from "./network-run.ts";
import { until } from "./page-condition.ts";

/** Rows of the two jobs: one visitor, and a batch. */
export const JOBS = [1, 256] as const;
const ROUNDS = 5;
const BUDGET_MS = 100;
/** How far two libraries' answers may be apart and still be the same work. */
const MAX_DIFFERENCE = 1e-3;

/** Another library that runs the same network, in a worker of its own. */
const PEERS = [
  { name: "plain TF.js", path: "/plain/plain-network.js", type: "module" },
  { name: "onnxruntime-web", path: "/onnx/onnx-network.js", type: "module" },
  // It loads its WASM by importScripts, which module workers have not.
  { name: "LiteRT.js", path: "/litert/litert-network.js", type: "classic" },
] as const;
export type PeerName = (typeof PEERS)[number]["name"];
export const PEER_NAMES: readonly PeerName[] = PEERS.map(({ name }) => name);

/** What a peer needed for the same work, or why it could not do it. */
export type PeerTime =
  | {
      /** Median milliseconds from rows in to answers out. */
      readonly ms: number;
      /** Peer over Sedge, the median of the rounds: above 1, Sedge is quicker. */
      readonly ratio: number;
    }
  | { readonly unavailable: string };

/** One row of the table. */
export interface BackendCell {
  readonly network: string;
  readonly backend: Backend;
  readonly rows: number;
  /** Median milliseconds from rows in to answers out; null where the backend can't be had, and `unavailable` says why. */
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

/** A library's report, or why there is none: the backend is not to be had, or did not answer in time. */
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

/** Sedge and one peer take turns on one cell. Rejects where their answers differ. */
async function compare(sedge: Worker, peer: Worker, name: PeerName, request: RunRequest): Promise<[number, PeerTime]> {
  const times: { sedge: number[]; peer: number[] } = { sedge: [], peer: [] };
  for (let round = 0; round < ROUNDS; round++) {
    // In turns first, so that neither always finds the machine as the other left it.
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
 * Each network, backend and job, Sedge beside the other libraries. They have a worker each, on one page, and never run at
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
    const sedge = await startWorker(page, "/sedge/sedge-network.js", "module");
    const peers = new Map<PeerName, Worker>();
    for (const { name, path, type } of PEERS) peers.set(name, await startWorker(page, path, type));
    const cells: BackendCell[] = [];
    for (const network of networks) {
      for (const backend of BACKENDS) {
        for (const rows of JOBS) {
          cells.push(await cellOf(sedge, peers, { backend, network, rows, budgetMs: BUDGET_MS }));
        }
        tell(`${network.name} on ${backend}`);
      }
    }
    return cells;
  } finally {
    await context.close();
  }
}
