import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { type Operators, startOperators } from "@sedge/testbed";
import * as v from "valibot";
import { quantile } from "../replay/quantile.ts";
import { type Conditions, conditions } from "../report/conditions.ts";
import { readSite } from "./bench-site.ts";
import type { Batch, Cell } from "./cell.ts";
import { RegisteredPeople } from "./registered-people.ts";
import type { EdgeOptions } from "./edge-options.ts";
import { type Hello, startHello } from "./hello.ts";
import { HELLO, LIMITED_HELLO } from "./hello-cells.ts";
import { type EvaluationCost, evaluationCost } from "./prf-evaluation.ts";
import { prfCells } from "./prf-cells.ts";
import { assignBatch, linkBatch, profileCells } from "./profile-cells.ts";
import { publicCells } from "./public-cells.ts";
import { measure } from "./round.ts";
import { SiteAllowance } from "./site-allowance.ts";
import { type CellSummary, type RoundOfCell, summaryOf } from "./summary.ts";
import { type WorstVisitor, worstVisitor } from "./worst-visitor.ts";

/** The site that the edge's migrations create. */
const SITE = "demo";
/** As the operators' wrangler.jsonc. */
const COMPATIBILITY_DATE = "2026-11-01";
/** Each hello runs for this share of an endpoint's time, because it is fast and runs often. */
const HELLO_SHARE = 0.3;
/** Latency is measured with one request at a time, in this share of the time. */
const CALM_SHARE = 0.4;
/** A round starts only if it can end within this many seconds. */
const MAX_SECONDS = 150;
/** The edge allows 60,000 requests per minute for a site. Some are sent before the measurement. */
const SITE_REQUESTS = 50_000;
/** Assumed requests per second of a cell before its first round. */
const UNKNOWN_RATE = 3_000;
/** Time limit for requests outside the measurement, in seconds; they use few connections. */
const UNTIMED = { connections: 8, seconds: 60 } as const;

/** The results of a run. */
export interface EdgeResult {
  readonly conditions: Conditions;
  readonly workerd: string;
  /** Number of completed rounds. */
  readonly rounds: number;
  /** Requests per second of the two hellos, median of all rounds. */
  readonly helloRate: number | null;
  readonly limitedRate: number | null;
  /** Median milliseconds of the hello, one request at a time. */
  readonly helloMs: number | null;
  readonly cells: readonly CellSummary[];
  readonly evaluation: EvaluationCost;
  readonly worstVisitor: WorstVisitor;
}

const MiniflarePackage = v.object({ dependencies: v.object({ workerd: v.string() }) });

/** Version of workerd for the operators and the hello. */
async function workerdVersion(): Promise<string> {
  const entry = createRequire(import.meta.url).resolve("miniflare");
  const manifest = await readFile(join(dirname(entry), "..", "..", "package.json"), "utf8");
  return v.parse(MiniflarePackage, JSON.parse(manifest)).dependencies.workerd;
}

/** Sends a whole batch outside the measurement, and checks its answers. */
async function send(port: number, name: string, batch: Batch): Promise<void> {
  await measure(port, { name, about: "", repeat: false, batch: async () => batch }, UNTIMED);
}

/** All cells of the edge at `operators`. */
async function edgeCells(operators: Operators): Promise<readonly Cell[]> {
  const site = await readSite(operators.edgeUrl, SITE, operators.loginKey);
  const people = new RegisteredPeople({
    link: (groups) => send(site.port, "links before the clock", linkBatch(site, groups)),
    assign: (people) => send(site.port, "codewords before the clock", assignBatch(site, people)),
  });
  return [...publicCells(site), ...profileCells(site, people), ...prfCells(site)];
}

interface Subject {
  readonly port: number;
  readonly cell: Cell;
  readonly rounds: RoundOfCell[];
}

/** One round of one cell: idle, the two hellos, and then under load, all within a few seconds. */
async function runRound(hello: Hello, { port, cell, rounds }: Subject, effort: EdgeOptions): Promise<RoundOfCell> {
  const { seconds, connections } = effort;
  const lastRate = rounds.at(-1)?.loaded.rate;
  const rate = async (yardstick: Cell) =>
    (await measure(hello.port, yardstick, { connections, seconds: seconds * HELLO_SHARE })).rate;
  const calm = await measure(port, cell, { connections: 1, seconds: seconds * CALM_SHARE }, lastRate);
  const helloRate = await rate(HELLO);
  const limitedRate = await rate(LIMITED_HELLO);
  const loaded = await measure(port, cell, { connections, seconds }, lastRate ?? calm.rate * 2);
  return { calm, loaded, helloRate, limitedRate };
}

/** Runs all cells in turn until the rounds are done or the time is up. Resolves to the number of rounds. */
async function runRounds(
  hello: Hello,
  subjects: readonly Subject[],
  options: EdgeOptions,
  log: (line: string) => void,
): Promise<number> {
  const allowance = new SiteAllowance(SITE_REQUESTS);
  const endsAt = performance.now() + MAX_SECONDS * 1_000;
  for (let round = 1; round <= options.rounds; round++) {
    const startedAt = performance.now();
    for (const subject of subjects) {
      await breathe(allowance, subject, options);
      const done = await runRound(hello, subject, options);
      allowance.spend(done.calm.ms.length + done.loaded.ms.length, Date.now());
      subject.rounds.push(done);
      log(`round ${round} of ${options.rounds}  ${subject.cell.name}: ${Math.round(done.loaded.rate)} per second`);
    }
    const now = performance.now();
    if (now + (now - startedAt) > endsAt) return round;
  }
  return options.rounds;
}

/** Waits if a round of one cell could exceed the site's limit for this minute. */
async function breathe(allowance: SiteAllowance, { rounds }: Subject, { seconds }: EdgeOptions): Promise<void> {
  const expected = Math.ceil((rounds.at(-1)?.loaded.rate ?? UNKNOWN_RATE) * seconds * 2);
  const ms = allowance.waitMs(expected, Date.now());
  if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms));
}

/** Starts everything, measures it, and stops it. @throws Error that names the endpoint with a wrong answer */
export async function benchEdge(options: EdgeOptions, log: (line: string) => void): Promise<EdgeResult> {
  const found = conditions();
  const evaluation = evaluationCost();
  log("measuring the state that the worst visitor adds …");
  const worst = await worstVisitor();
  log("starting both operators and the hello …");
  const [operators, hello, workerd] = await Promise.all([
    startOperators({ endlessBudgets: true }),
    startHello(COMPATIBILITY_DATE),
    workerdVersion(),
  ]);
  try {
    const cells = await edgeCells(operators);
    const port = Number(new URL(operators.edgeUrl).port);
    const subjects = cells.map((cell): Subject => ({ port, cell, rounds: [] }));
    const calmHello = await measure(hello.port, HELLO, { connections: 1, seconds: options.seconds });
    const rounds = await runRounds(hello, subjects, options, log);
    const all = subjects.flatMap((subject) => subject.rounds);
    return {
      conditions: found,
      workerd,
      rounds,
      helloRate: quantile(
        all.map(({ helloRate }) => helloRate),
        0.5,
      ),
      limitedRate: quantile(
        all.map(({ limitedRate }) => limitedRate),
        0.5,
      ),
      helloMs: quantile(calmHello.ms, 0.5),
      cells: subjects.map(({ cell, rounds }) => summaryOf(cell, rounds)),
      evaluation,
      worstVisitor: worst,
    };
  } finally {
    await Promise.all([operators.stop(), hello.stop()]);
  }
}
