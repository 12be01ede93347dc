import { aimLine, isMet } from "../report/aim.ts";
import { conditionsLine } from "../report/conditions.ts";
import { figure } from "../report/figure.ts";
import { jsonLine } from "../report/json-line.ts";
import { textTable } from "../report/text-table.ts";
import { type BackendCell, PEER_NAMES, type PeerTime } from "./backend-bench.ts";
import type { VisitCost } from "./main-thread.ts";
import { PEER_ROW_MS, PEER_SCRIPTS, PEER_SIX_KERNELS, PEER_TFJS_WEBGPU } from "./peers.ts";
import { sdkAims } from "./sdk-aims.ts";
import type { SdkResult } from "./sdk-bench.ts";
import type { SdkOptions } from "./sdk-options.ts";
import type { TextCost } from "./text-cost.ts";

const kb = (bytes: number) => figure(bytes / 1_000);

function byteTable({ weights, plainSizes }: SdkResult): string {
  const head = ["bytes of scripts, KB", "brotli", "gzip", "raw", "aim, brotli"];
  const ours = weights.map(({ name, brotli, gzip, raw, maxBrotli }) => [
    name,
    kb(brotli),
    kb(gzip),
    kb(raw),
    maxBrotli === null ? "" : `≤ ${kb(maxBrotli)}`,
  ]);
  const plain = [
    "plain TF.js, WebGPU and WASM, bundled in this run",
    kb(plainSizes.brotli),
    kb(plainSizes.gzip),
    kb(plainSizes.raw),
  ];
  const peers = [PEER_SIX_KERNELS, PEER_TFJS_WEBGPU, ...PEER_SCRIPTS].map(({ name, gzipKb }) => [
    `peer: ${name}`,
    "",
    figure(gzipKb),
  ]);
  return textTable(head, [...ours, plain, ...peers], ["left", "right", "right", "right", "left"]);
}

function threadTable({ mainThread }: SdkResult): string {
  const { withSedge, withoutWebgpu, without, worstOwnMs, visits } = mainThread;
  const head = [`main thread, one visit of 8 pages, median of ${visits}`, "Sedge", "Sedge, no WebGPU", "no Sedge"];
  const row = (name: string, part: (cost: VisitCost) => number) => [
    name,
    figure(part(withSedge)),
    figure(part(withoutWebgpu)),
    figure(part(without)),
  ];
  const ofSedge = (name: string, part: (cost: VisitCost) => number) => row(name, part).slice(0, -1);
  const rows = [
    row("longest task, ms", (cost) => cost.longestTaskMs),
    row("tasks of 50 ms or more", (cost) => cost.longTasks),
    row("all tasks, thread's own time, ms", (cost) => cost.totalOwnMs),
    ofSedge("the SDK's part of all tasks, own time, ms", (cost) => cost.sdkTotalOwnMs),
    ofSedge("the SDK's part of its longest task, own time, ms", (cost) => cost.sdkLongestOwnMs),
    ["the same in the worst visit, own time, ms", figure(worstOwnMs)],
    ofSedge("the same by the wall clock, ms", (cost) => cost.sdkLongestMs),
  ];
  return textTable(head, rows, ["left", "right", "right", "right"]);
}

function callTable({ track, first }: SdkResult): string {
  const calls = track.calls.toLocaleString("en");
  const trackRows = [
    ["track(), the site's own event", figure(track.own.p50), figure(track.own.p95), figure(track.own.worst)],
    ["track(), a new product in the cart", figure(track.cart.p50), figure(track.cart.p95), figure(track.cart.worst)],
  ];
  const firstRows = (["cold", "warm"] as const).map((visit) => [
    `${visit} visit`,
    figure(first[visit].classifiedMs),
    figure(first[visit].clusteredMs),
  ]);
  return [
    textTable([`${calls} calls, µs`, "p50", "p95", "worst"], trackRows, ["left", "right", "right", "right"]),
    textTable(
      [`ms from the loader's request, median of ${first.visitors}`, "first classification", "first cluster ID"],
      firstRows,
      ["left", "right", "right"],
    ),
  ].join("\n\n");
}

/** Shows wins and losses: with a ratio below 1 the peer wins the cell. */
function backendTable(cells: readonly BackendCell[]): string {
  const head = ["network", "backend", "rows", "Sedge ms", ...PEER_NAMES.map((name) => `${name} ms (÷ Sedge)`), ""];
  const peerCell = (time: PeerTime | undefined) =>
    time && "ms" in time ? `${figure(time.ms)} (${figure(time.ratio)})` : "–";
  const verdict = ({ peers, unavailable }: BackendCell) =>
    unavailable ??
    PEER_NAMES.flatMap((name) => {
      const time = peers[name];
      return time && "ms" in time && time.ratio < 1 ? [`lost to ${name}`] : [];
    }).join(", ");
  const rows = cells.map((cell) => [
    cell.network,
    cell.backend,
    String(cell.rows),
    figure(cell.sedgeMs),
    ...PEER_NAMES.map((name) => peerCell(cell.peers[name])),
    verdict(cell),
  ]);
  return textTable(head, rows, ["left", "left", "right", "right", ...PEER_NAMES.map(() => "right" as const), "left"]);
}

function textsTable(texts: readonly TextCost[]): string {
  const head = ["a text in the page, with reasons", "backend", "first, ms", "each, ms", "tensors left", "bytes left"];
  const rows = texts.map(({ question, backend, firstMs, textMs, tensorsLeft, bytesLeft }) => [
    question,
    backend,
    figure(firstMs),
    figure(textMs),
    String(tensorsLeft),
    String(bytesLeft),
  ]);
  return textTable(head, rows, ["left", "left", "right", "right", "right", "right"]);
}

/** The reasons why a peer has no time, each once. */
function absences(cells: readonly BackendCell[]): string {
  const lines = cells.flatMap(({ backend, peers }) =>
    PEER_NAMES.flatMap((name) => {
      const time = peers[name];
      return time && "unavailable" in time ? [`– ${name} on ${backend}: ${time.unavailable}`] : [];
    }),
  );
  return [...new Set(lines)].join("\n");
}

/** Tables, targets and the line of JSON; with `--json` only that line. */
export function sdkReport(result: SdkResult, { json }: SdkOptions): string {
  const aims = sdkAims(result);
  const { weights, plainSizes, mainThread, track, first, backends, memory } = result;
  const line = jsonLine({
    bench: "sdk",
    conditions: { ...result.conditions },
    chromium: result.chromium,
    bytes: weights.map((row) => ({ ...row })),
    plainBytes: { ...plainSizes },
    mainThread: {
      ...mainThread,
      withSedge: { ...mainThread.withSedge },
      withoutWebgpu: { ...mainThread.withoutWebgpu },
      without: { ...mainThread.without },
    },
    track: { calls: track.calls, own: { ...track.own }, cart: { ...track.cart } },
    first: { visitors: first.visitors, cold: { ...first.cold }, warm: { ...first.warm } },
    backends: backends.map((cell) => ({ ...cell })),
    memory: { ...memory, before: { ...memory.before }, after: { ...memory.after } },
    texts: result.texts.map((cost) => ({ ...cost })),
    aims: aims.map((aim) => ({ ...aim, met: isMet(aim) })),
  });
  if (json) return line;
  return `
${byteTable(result)}

${threadTable(result)}

${callTable(result)}

${backendTable(backends)}
${absences(backends)}
Peers, one row of 256-128-64-32, quiet machine of this kind: wasm ${PEER_ROW_MS.wasm}, cpu ${PEER_ROW_MS.cpu}, webgpu on a software adapter ${PEER_ROW_MS.webgpu} ms.

After ${memory.classifications.toLocaleString("en")} classifications the worker's engine has ${memory.after.numTensors} tensors, ${memory.after.numBytes.toLocaleString("en")} bytes; before, ${memory.before.numTensors} and ${memory.before.numBytes.toLocaleString("en")}.

${textsTable(result.texts)}

${aims.map(aimLine).join("\n")}

Chromium ${result.chromium}, WebGPU on a software adapter; ${conditionsLine(result.conditions)}
${line}`.trimStart();
}
