import { conditionsLine } from "../report/conditions.ts";
import { figure } from "../report/figure.ts";
import { jsonLine } from "../report/json-line.ts";
import { textTable } from "../report/text-table.ts";
import type { EdgeResult } from "./edge-bench.ts";
import type { EdgeOptions } from "./edge-options.ts";
import { FOUR_ELEMENTS, ONE_ELEMENT } from "./prf-cells.ts";
import type { CellSummary } from "./summary.ts";

/** Reference figures on an idle machine of this kind, requests per second, one thread of load (measured). */
const PEERS = { hello: 25_000, insert: 2_300 } as const;
/** `@noble/curves` ristretto255, milliseconds per evaluation (measured). */
const PEER_EVALUATION_MS = "0.5 to 0.9";

/** The cost of an additional element in a request, in milliseconds: both operators' work, from the two PRF rows. */
export function elementMs(cells: readonly CellSummary[]): number | null {
  const calm = (name: string) => cells.find((cell) => cell.name === name)?.calmP50 ?? null;
  const [one, four] = [calm(ONE_ELEMENT), calm(FOUR_ELEMENTS)];
  return one === null || four === null ? null : (four - one) / 3;
}

function cellTable({ cells, helloRate, limitedRate, helloMs }: EdgeResult): string {
  const head = ["endpoint", "req/s", "× hello", "× limited", "p50 ms", "p95 ms", "p50 loaded", "p95 loaded", ""];
  const rows = cells.map((cell) => [
    cell.name,
    figure(cell.rate),
    figure(cell.ratio),
    figure(cell.limitedRatio),
    figure(cell.calmP50),
    figure(cell.calmP95),
    figure(cell.loadedP50),
    figure(cell.loadedP95),
    cell.about,
  ]);
  const between = helloRate === null || limitedRate === null ? null : helloRate / limitedRate;
  const hello = ["Hono hello", figure(helloRate), "1", figure(between), figure(helloMs)];
  const limited = ["Hono hello, 2 local limits", figure(limitedRate), figure(between && 1 / between), "1"];
  return textTable(head, [hello, limited, ...rows], ["left", ...head.slice(2).map(() => "right" as const), "left"]);
}

/** The table, its explanation, and the line of JSON; with `--json` only that line. */
export function edgeReport(result: EdgeResult, { seconds, connections, json }: EdgeOptions): string {
  const { cells, evaluation, rounds, worstVisitor } = result;
  const perElement = elementMs(cells);
  const line = jsonLine({
    bench: "edge",
    conditions: { ...result.conditions },
    workerd: result.workerd,
    seconds,
    rounds,
    connections,
    hello: { rate: result.helloRate, p50Ms: result.helloMs },
    limitedHello: { rate: result.limitedRate },
    cells: cells.map((cell) => ({ ...cell })),
    prf: { ...evaluation, perFurtherElementMs: perElement },
    worstVisitor: { ...worstVisitor },
  });
  if (json) return line;
  const requests = cells.reduce((sum, cell) => sum + cell.requests, 0);
  return `
${cellTable(result)}

Every one of ${requests.toLocaleString("en")} answers was checked, in status and in body.
req/s: median of ${rounds} rounds of ${seconds} s over ${connections} connections. × hello: to the Hono hello just before, on the same
workerd ${result.workerd}; below 1 is slower. p50, p95: one request at a time; loaded: ${connections} at a time.
× limited: to a hello behind two rate limits. Here Miniflare plays these with a Durable Object that writes SQLite twice a
request, and every /v1/sites endpoint pays for it; on Cloudflare they count in the network's memory.
Reference on an idle machine of this kind: hello ${PEERS.hello.toLocaleString("en")} per second; one SQLite insert in a Durable Object behind it ${PEERS.insert.toLocaleString("en")}.

PRF, in Node: one evaluation ${figure(evaluation.evaluationMs)} ms (@noble/curves, peers ${PEER_EVALUATION_MS}); one operator's
share with its proof ${figure(evaluation.shareMs)} ms, of four elements ${figure(evaluation.fourShareMs)} ms. On workerd each additional element of a
request adds ${figure(perElement)} ms, both operators together. Its rate limits (600 a minute from an address, 36,000 elements an
hour at the aggregator) stay on: the load comes from 2,000 addresses and stays below them.

State: one network address adds at most ${figure(worstVisitor.megabytes)} MB a day (${worstVisitor.tokens.toLocaleString("en")} tokens of ${figure(worstVisitor.bytesOfToken / 1_000)} KB each, and votes).

${conditionsLine(result.conditions)}
${line}`.trimStart();
}
