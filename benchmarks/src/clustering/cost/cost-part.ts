import { seededRandom } from "@sedge/privacy/seeded-random";
import { figure } from "../../report/figure.ts";
import { textTable } from "../../report/text-table.ts";
import type { BenchPart } from "../../report/bench-part.ts";
import { histogramCost, type LibraryCost, vectorCost } from "./library-cost.ts";
import { plainMeasurement, type VoteCost, voteCost } from "./vote-cost.ts";

/** The maximum cost of a contribution for a device. */
const MOST_BYTES = 25_000;
const MOST_MS = 100;

const TIMES = 15;
const QUICK_TIMES = 5;
/** The library needs seconds for the largest vector. */
const SLOW_TIMES = 1;

async function votes(times: number): Promise<VoteCost[]> {
  const random = seededRandom("vote costs");
  const shapes = [
    ["64 cells, counts", plainMeasurement(64, 2, "count")],
    ["1,000 cells, counts", plainMeasurement(1000, 2, "count")],
    ["16 cells × 17", plainMeasurement(16, 17, "offset")],
    ["64 cells × 14", plainMeasurement(64, 14, "offset")],
    ["26 cells × 17 (letters)", plainMeasurement(26, 16, "spread")],
    ["1 cell × 152 (moments of 16)", plainMeasurement(1, 16, "moments")],
    ["40 cells × 33", plainMeasurement(40, 33, "offset")],
  ] as const;
  const costs: VoteCost[] = [];
  for (const [name, measurement] of shapes) costs.push(await voteCost(name, measurement, times, random));
  return costs;
}

async function libraryReports(quick: boolean, times: number): Promise<LibraryCost[]> {
  const random = seededRandom("library costs");
  const costs = [
    await histogramCost(64, times, random),
    await histogramCost(1024, times, random),
    await vectorCost(16, 17, times, random),
  ];
  return quick ? costs : [...costs, await vectorCost(64, 33, SLOW_TIMES, random)];
}

const voteRow = ({ name, sentBytes, shareBytes, deviceMs, splitMs, edgeMs, aggregatorMs }: VoteCost) => [
  name,
  figure(shareBytes / 1000),
  figure(sentBytes / 1000),
  figure(splitMs),
  figure(deviceMs),
  figure(edgeMs),
  figure(aggregatorMs),
];

const libraryRow = ({ name, shareBytes, splitMs }: LibraryCost) => [
  name,
  figure(shareBytes / 1000),
  "–",
  figure(splitMs),
  "–",
  "–",
  "–",
];

/** Bytes and milliseconds of a contribution by shape, compared with the library's own reports in the same run. */
export async function costPart({ quick }: { readonly quick: boolean }): Promise<BenchPart> {
  const times = quick ? QUICK_TIMES : TIMES;
  const ours = await votes(times);
  const library = await libraryReports(quick, times);
  const head = ["vote", "shares, KB", "sent, KB", "shares, ms", "device, ms", "edge, ms", "aggregator, ms"];
  const align = ["left", "right", "right", "right", "right", "right", "right"] as const;
  return {
    title: "Cost of a contribution",
    lines: [
      textTable(head, [...ours.map(voteRow), ...library.map(libraryRow)], align),
      "sent: with ballot, receipt, base64url and JSON; device: with ballot and seal; operators: without ballots",
    ],
    aims: ours.flatMap(({ name, sentBytes, deviceMs }) => [
      { name: `${name}: sent`, value: sentBytes / 1000, most: MOST_BYTES / 1000, unit: "KB" },
      { name: `${name}: device`, value: deviceMs, most: MOST_MS, unit: "ms" },
    ]),
    json: {
      votes: ours.map((cost) => ({ ...cost })),
      library: library.map((cost) => ({ ...cost })),
    },
  };
}
