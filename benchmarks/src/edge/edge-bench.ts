import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { type Operators, startOperators } from "@sedge/testbed";
import * as v from "valibot";
import { type Conditions, conditions } from "../report/conditions.ts";
import { readSite } from "./bench-site.ts";
import type { Batch, Cell } from "./cell.ts";
import { Crowd } from "./crowd.ts";
import type { EdgeOptions } from "./edge-options.ts";
import { type Hello, startHello } from "./hello.ts";
import { HELLO, LIMITED_HELLO } from "./hello-cells.ts";
import { type EvaluationCost, evaluationCost } from "./prf-evaluation.ts";
import { prfCells } from "./prf-cells.ts";
import { assignBatch, linkBatch, profileCells } from "./profile-cells.ts";
import { publicCells } from "./public-cells.ts";
import { measure } from "./round.ts";
import { type CellSummary, type RoundOfCell, summaryOf } from "./summary.ts";

/** The site that the edge's migrations seed. */
const SITE = "demo";
/** As the operators' wrangler.jsonc. */
const COMPATIBILITY_DATE = "2026-11-01";
/** The hello before each endpoint runs for this share of its time: it is quick, and there are many of them. */
const HELLO_SHARE = 0.5;
/** One request at a time, for latency, in this share of the time. */
const CALM_SHARE = 0.4;
/** What is sent while no clock runs has this long, in seconds, and few connections. */
const UNTIMED = { connections: 8, seconds: 60 } as const;

/** What a run of the bench found. */
export interface EdgeResult {
  readonly conditions: Conditions;
  readonly workerd: string;
  readonly helloRate: number;
  readonly limitedRate: number;
  /** Milliseconds of the hello, one request at a time. */
  readonly helloMs: CellSummary["calmP50"];
  readonly cells: readonly CellSummary[];
  readonly evaluation: EvaluationCost;
}

const MiniflarePackage = v.object({ dependencies: v.object({ workerd: v.string() }) });

/** Version of the workerd that both the operators and the hello run on. */
async function workerdVersion(): Promise<string> {
  const entry = createRequire(import.meta.url).resolve("miniflare");
  const manifest = await readFile(join(dirname(entry), "..", "..", "package.json"), "utf8");
  return v.parse(MiniflarePackage, JSON.parse(manifest)).dependencies.workerd;
}

/** Sends a whole batch while no clock runs, and checks it like any other. */
async function send(port: number, name: string, batch: Batch): Promise<void> {
  await measure(port, { name, about: "", repeat: false, batch: async () => batch }, UNTIMED);
}

/** Everything that is measured, of the edge at `operators`. */
async function edgeCells(operators: Operators): Promise<readonly Cell[]> {
  const site = await readSite(operators.edgeUrl, SITE);
  const crowd = new Crowd({
    link: (groups) => send(site.port, "links before the clock", linkBatch(site, groups)),
    assign: (people) => send(site.port, "codewords before the clock", assignBatch(site, people)),
  });
  return [...publicCells(site), ...profileCells(site, crowd), ...prfCells(site)];
}

interface Subject {
  readonly port: number;
  readonly cell: Cell;
  readonly rounds: RoundOfCell[];
}

/** Loads everything in turn, again and again. */
async function runRounds(
  hello: Hello,
  subjects: readonly Subject[],
  { seconds, rounds, connections }: EdgeOptions,
  tell: (line: string) => void,
): Promise<{ helloRates: number[]; limitedRates: number[]; helloMs: number[] }> {
  const helloRates: number[] = [];
  const limitedRates: number[] = [];
  const helloMs: number[] = [];
  for (let round = 1; round <= rounds; round++) {
    const { rate: limitedRate } = await measure(hello.port, LIMITED_HELLO, { connections, seconds });
    limitedRates.push(limitedRate);
    helloMs.push(...(await measure(hello.port, HELLO, { connections: 1, seconds: seconds * CALM_SHARE })).ms);
    for (const { port, cell, rounds: done } of subjects) {
      const lastRate = done.at(-1)?.loaded.rate;
      const calm = await measure(port, cell, { connections: 1, seconds: seconds * CALM_SHARE }, lastRate);
      const { rate: helloRate } = await measure(hello.port, HELLO, { connections, seconds: seconds * HELLO_SHARE });
      helloRates.push(helloRate);
      const loaded = await measure(port, cell, { connections, seconds }, lastRate ?? calm.rate * 2);
      done.push({ calm, loaded, helloRate, limitedRate });
      tell(`round ${round} of ${rounds}  ${cell.name}: ${Math.round(loaded.rate)} a second`);
    }
  }
  return { helloRates, limitedRates, helloMs };
}

/** Starts everything, measures it, and stops it again. @throws Error that names the endpoint whose answer was wrong */
export async function benchEdge(options: EdgeOptions, tell: (line: string) => void): Promise<EdgeResult> {
  const found = conditions();
  const evaluation = evaluationCost();
  tell("starting both operators and the hello …");
  const [operators, hello, workerd] = await Promise.all([
    startOperators(),
    startHello(COMPATIBILITY_DATE),
    workerdVersion(),
  ]);
  try {
    const cells = await edgeCells(operators);
    const port = Number(new URL(operators.edgeUrl).port);
    const subjects = cells.map((cell): Subject => ({ port, cell, rounds: [] }));
    const { helloRates, limitedRates, helloMs } = await runRounds(hello, subjects, options, tell);
    const middle = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
    return {
      conditions: found,
      workerd,
      helloRate: middle(helloRates),
      limitedRate: middle(limitedRates),
      helloMs: middle(helloMs),
      cells: subjects.map(({ cell, rounds }) => summaryOf(cell, rounds)),
      evaluation,
    };
  } finally {
    await Promise.all([operators.stop(), hello.stop()]);
  }
}
