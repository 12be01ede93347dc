import { describe, expect, test } from "vitest";
import { examplePlan } from "../../../test/example-plan.ts";
import { normal, poisson, uniformOf } from "../../../test/simulated-counts.ts";
import { metricTables } from "../estimate/metric-table.ts";
import { valuesOfBucket, windowLayout } from "../vote/window-layout.ts";
import { joinSpend } from "./ad-spend.ts";
import { tableCsv } from "./csv.ts";
import { openMetricsText } from "./open-metrics.ts";
import { resultJson, type WindowResult } from "./window-result.ts";

const plan = examplePlan();
const quarter = windowLayout(plan, 900);
const counts = Array.from({ length: 52 }, (_, index) => (index === 4 ? -7 : index * 10));
const result: WindowResult = {
  site: "demo",
  plan: 1,
  from: 1_795_000_500,
  until: 1_795_001_400,
  votes: 812,
  weight: 3,
  epsilon: 0.81,
  delta: 1e-6,
  tables: metricTables(quarter, { counts, noise: [4, 4, 4, 4], weight: 3 }),
};
const [, , reach] = result.tables;
if (reach === undefined) throw new Error("the window has three metrics");

test("OpenMetrics text: three families, each sample with its labels, and the end", () => {
  const lines = openMetricsText(result).split("\n");
  expect(lines.slice(0, 3)).toEqual([
    "# TYPE sedge_people gauge",
    "# HELP sedge_people People in a bucket of a metric, estimated; may be negative where there is nobody.",
    expect.stringMatching(/^sedge_people\{site="demo",metric="stuck",level="0"\} -?\d+ 1795001400$/),
  ]);
  expect(lines).toContain('sedge_people{site="demo",metric="reach",level="1",step="visit"} 1440 1795001400');
  expect(lines.slice(-2)).toEqual(["# EOF", ""]);
  const names = lines.filter((line) => line.startsWith("sedge")).map((line) => line.slice(0, line.lastIndexOf("}")));
  expect(new Set(names).size).toBe(3 * (13 + 64 + 5));
});

test("a label is escaped", () => {
  const quoted = { ...reach, rows: reach.rows.map((row) => ({ ...row, values: row.values.map(() => 'a"b\\c\nd') })) };
  expect(openMetricsText({ ...result, tables: [quoted] })).toContain(String.raw`step="a\"b\\c\nd"`);
});

test("CSV has a column for each dimension and a line for each level", () => {
  const lines = tableCsv(reach).split("\r\n");
  expect(lines[0]).toBe("step,level,count,low,high,wide,share,share-low,share-high");
  expect(lines[1]).toMatch(/^,0,5940,\d+,\d+,false,,,$/);
  expect(lines[2]).toMatch(/^visit,1,1440,\d+,\d+,false,0\.2424,0\.\d+,0\.\d+$/);
  expect(lines).toHaveLength(7);
  expect(tableCsv({ ...reach, dimensions: ['of, "many"'] })).toMatch(/^"of, ""many""",level/);
});

test("JSON has whole people, intervals rounded outwards, and what the window cost", () => {
  const { tables, ...rest } = JSON.parse(resultJson(result));
  expect(rest).toEqual({
    site: "demo",
    plan: 1,
    from: 1_795_000_500,
    until: 1_795_001_400,
    votes: 812,
    weight: 3,
    epsilon: 0.81,
    delta: 1e-6,
  });
  for (const { rows } of tables) {
    for (const { count, low, high } of rows) expect([count, low, high].every(Number.isInteger)).toBe(true);
  }
  expect(tables[2].rows[1]).toEqual(expect.objectContaining({ values: ["visit"], count: 1_440, isWide: false }));
});

describe("spend joined with conversions", () => {
  const layout = windowLayout(plan, 86_400);
  const block = layout.blocks[1];
  if (block === undefined) throw new Error("the plan has conversions");
  const weight = 2;
  /** 900 people of the campaign in c1 and 600 in c2: 8 % and 3 % buy, for 50 to 150. */
  const truth = (bucket: number) => {
    const [source, cluster, outcome, value] = valuesOfBucket(block, bucket);
    if (source !== "spring-sale") return 0;
    const [people, rate] = cluster === "c1" ? [9_000, 0.08] : [6_000, 0.03];
    if (outcome === "purchase-1" && value === "50") return people * rate;
    return outcome === "nothing" && value === "none" ? people * (1 - rate) : 0;
  };
  const joined = (seed: string) => {
    const uniform = uniformOf(seed);
    const noisy = layout.blocks.flatMap((one) =>
      Array.from({ length: one.size }, (_, bucket) => {
        const votes = one === block ? poisson(truth(bucket) / weight, uniform) : 0;
        return votes + 3 * Math.SQRT2 * normal(uniform);
      }),
    );
    const table = metricTables(layout, { counts: noisy, noise: layout.blocks.map(() => 3), weight })[1];
    if (table === undefined) throw new Error("the plan has conversions");
    const spend = [
      { campaign: "spring-sale", amount: 4_500 },
      { campaign: "unknown", amount: 70 },
    ];
    return joinSpend(table, spend, { weight, mostValue: 400 });
  };

  test("a campaign that the plan does not declare is left out", () => {
    expect(joined("a").map(({ campaign }) => campaign)).toEqual(["spring-sale"]);
  });

  test("the ranges hold the truth in at least 94 % of windows", () => {
    const runs = Array.from({ length: 400 }, (_, index) => joined(`spend ${index}`)[0]);
    const covered = (test: (run: NonNullable<(typeof runs)[number]>) => boolean) =>
      runs.filter((run) => run !== undefined && test(run)).length / runs.length;
    const holds = ({ low, high }: { low: number; high: number }, value: number) => low <= value && value <= high;
    // 720 + 180 purchases of 4,500; a cluster's cost is its part of 15,000 arrivals.
    expect(covered(({ purchases }) => holds(purchases, 900))).toBeGreaterThan(0.94);
    expect(covered(({ costPerPurchase }) => holds(costPerPurchase, 5))).toBeGreaterThan(0.94);
    expect(covered(({ clusters }) => holds(clusters[0]?.costPerPurchase ?? { low: 1, high: 0 }, 3.75))).toBeGreaterThan(
      0.94,
    );
    expect(covered(({ clusters }) => holds(clusters[1]?.costPerPurchase ?? { low: 1, high: 0 }, 10))).toBeGreaterThan(
      0.94,
    );
    expect(covered(({ valuePerCost }) => holds(valuePerCost, 20))).toBeGreaterThan(0.94);
  });
});
