import { figure } from "../../report/figure.ts";
import { textTable } from "../../report/text-table.ts";
import type { BenchPart } from "../../report/bench-part.ts";
import { liveRounds } from "./live-round.ts";
import { millionPrice } from "./million-price.ts";
import { operatorWork } from "./operator-work.ts";
import { sumsRound } from "./sums-round.ts";

const SHARDS = [1, 2, 4];
const DEVICES = 1_000_000;
const QUICK_DEVICES = 100_000;
const CONTRIBUTIONS = 400;
const QUICK_CONTRIBUTIONS = 80;
const SHAPE = { cells: 64, coordinates: 14, bits: 8 };

/** A round of a million devices in `sums`, contributions per second on real workerd by shards, and the price of a million. */
export async function scalePart({ quick }: { readonly quick: boolean }): Promise<BenchPart> {
  const { devices, seconds } = await sumsRound(quick ? QUICK_DEVICES : DEVICES);
  const work = await operatorWork(SHAPE);
  const price = millionPrice(work);
  const dollars = Object.values(price).reduce((sum, part) => sum + part, 0);
  const speeds = await liveRounds(SHARDS, quick ? QUICK_CONTRIBUTIONS : CONTRIBUTIONS);
  return {
    title: "Scale",
    lines: [
      `a round of ${figure(devices)} devices in sums (64 cells × 14): ${figure(seconds)} s on one core`,
      "",
      textTable(
        ["shards", "contributions", "ballots per second", "stored per second", "counted by both per second"],
        speeds.map((speed) => [
          figure(speed.shards),
          figure(speed.contributions),
          figure(speed.ballotsPerSecond),
          figure(speed.receivedPerSecond),
          figure(speed.countedPerSecond),
        ]),
        ["right", "right", "right", "right", "right"],
      ),
      "here each operator is one workerd process with all shards on one thread; on Cloudflare each shard has its own thread",
      "",
      `both operators' work for one contribution (64 cells × 14): ballot ${figure(work.ballotMs)} ms, check ${figure(work.checkMs)} ms`,
      `list price of a million contributions: $${figure(dollars)} (requests ${figure(price.requests)}, processor ` +
        `${figure(price.processor)}, objects ${figure(price.objects)}, rows ${figure(price.rows)})`,
    ],
    aims: [],
    json: {
      sumsDevices: devices,
      sumsSeconds: seconds,
      live: speeds.map((speed) => ({ ...speed })),
      work: { ...work },
      dollarsPerMillion: dollars,
    },
  };
}
