import { type Operators, orderRound, roundsOf, startOperators } from "@sedge/testbed";
import { readRound, readyContribution, sendContribution, sideBySide } from "./live-devices.ts";

/** The throughput of both operators in a round on this machine. */
export interface LiveRoundSpeed {
  readonly shards: number;
  readonly contributions: number;
  /** Ballots evaluated by both operators per second. */
  readonly ballotsPerSecond: number;
  /** Contributions stored at the edge per second. */
  readonly receivedPerSecond: number;
  /** Contributions per second, from the first one sent to the last one checked and counted by both. */
  readonly countedPerSecond: number;
}

const SITE = "demo";
const LANES = 16;
const POLL_MS = 50;
const PATIENCE_MS = 120_000;

async function countedBy(operators: Operators): Promise<number> {
  const [latest] = (await roundsOf(operators)).rounds;
  if (latest?.reports && latest.reports.refused > 0) throw new Error("honest contributions were refused");
  return latest?.reports?.counted ?? 0;
}

/** Runs one round: real ballots and contributions over HTTP until both operators have counted all. */
async function speedOf(operators: Operators, shards: number, contributions: number): Promise<LiveRoundSpeed> {
  const order = { action: "open", shards, minPeople: 2, seconds: 3600, spreadSeconds: 0 } as const;
  const [opened] = (await orderRound(operators, order)).rounds;
  if (opened === undefined) throw new Error("the edge opened no round");
  const live = await readRound(operators.edgeUrl, SITE, opened.round);
  const { centres } = live.round.measurement;
  const points = Array.from({ length: contributions }, (_, device) => centres[device % centres.length] ?? []);
  const start = performance.now();
  const bodies = await sideBySide(points, LANES, (point) => readyContribution(live, point));
  const drawn = performance.now();
  await sideBySide(bodies, LANES, (body) => sendContribution(live, body));
  const received = performance.now();
  while ((await countedBy(operators)) < contributions) {
    if (performance.now() - received > PATIENCE_MS) throw new Error("the operators did not count every contribution");
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  const counted = performance.now();
  await orderRound(operators, { action: "abandon" });
  const rate = (from: number, to: number) => (contributions * 1000) / (to - from);
  return {
    shards,
    contributions,
    ballotsPerSecond: rate(start, drawn),
    receivedPerSecond: rate(drawn, received),
    countedPerSecond: rate(drawn, counted),
  };
}

/** Rounds on real workerd, one process per operator, by number of shards. The first round warms up and is not reported. */
export async function liveRounds(shards: readonly number[], contributions: number): Promise<LiveRoundSpeed[]> {
  const operators = await startOperators({ endlessBudgets: true, rateLimit: 1_000_000 });
  try {
    await speedOf(operators, 1, Math.round(contributions / 4));
    const speeds: LiveRoundSpeed[] = [];
    for (const count of shards) speeds.push(await speedOf(operators, count, contributions));
    return speeds;
  } finally {
    await operators.stop();
  }
}
