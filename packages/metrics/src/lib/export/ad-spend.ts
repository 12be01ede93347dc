import {
  type CountEstimate,
  countEstimate,
  type Interval,
  type NoisySum,
  shareEstimate,
} from "../estimate/interval.ts";
import type { MetricRow, MetricTable } from "../estimate/metric-table.ts";

/** What a site spent on a declared campaign, in its currency. */
export interface CampaignSpend {
  readonly campaign: string;
  readonly amount: number;
}

/** What a campaign brought. Ranges are those of the 95 % intervals; an end is infinite where there may be no purchase. */
export interface CampaignResult {
  readonly campaign: string;
  readonly amount: number;
  readonly purchases: CountEstimate;
  readonly costPerPurchase: Interval;
  /** From the lowest values of the buckets of the fewest purchases to the highest of the most. */
  readonly value: Interval;
  /** What one unit of currency brought. */
  readonly valuePerCost: Interval;
  /** The campaign's cost is divided over clusters by their arrivals. */
  readonly clusters: readonly {
    readonly cluster: string;
    readonly purchases: CountEstimate;
    readonly costPerPurchase: Interval;
  }[];
}

/** What a join depends on. */
export interface SpendTerms {
  /** People that a vote stands for. */
  readonly weight: number;
  /** Most that a purchase of the highest value bucket is worth. */
  readonly mostValue: number;
}

/**
 * Joins a site's own spend with the table of a `conversion` metric, by declared campaign. A campaign that the plan does not declare is
 * left out. No audience of people is made: both sides are sums.
 *
 * @param table - Of the dimensions source, cluster, outcome and value.
 */
export function joinSpend(table: MetricTable, spend: readonly CampaignSpend[], terms: SpendTerms): CampaignResult[] {
  const leaves = table.rows.filter(({ values }) => values.length === table.dimensions.length);
  return spend.flatMap(({ campaign, amount }) => {
    const own = leaves.filter(({ values: [source] }) => source === campaign);
    return own.length === 0 ? [] : [campaignResult(campaign, amount, own, terms)];
  });
}

/** The noise of a sum of rows; parts of a consistent table are negatively coupled, so this is an upper bound. */
const sumOf = (rows: readonly MetricRow[]): NoisySum => ({
  value: rows.reduce((sum, { votes }) => sum + votes, 0),
  variance: rows.reduce((sum, { noiseVariance }) => sum + noiseVariance, 0),
});

const isPurchase = ({ values: [, , outcome = ""] }: MetricRow) => outcome.startsWith("purchase");

const over = (amount: Interval, { low, high }: Interval): Interval => ({
  low: amount.low / high,
  high: low > 0 ? amount.high / low : Infinity,
});

function campaignResult(
  campaign: string,
  amount: number,
  rows: readonly MetricRow[],
  terms: SpendTerms,
): CampaignResult {
  const { weight } = terms;
  const bought = rows.filter(isPurchase);
  const purchases = countEstimate(sumOf(bought), weight);
  const arrivals = countEstimate(sumOf(rows), weight);
  const perArrival = over({ low: amount, high: amount }, arrivals);
  const value = valueOf(bought, terms);
  const clusters = [...new Set(rows.map(({ values: [, cluster = ""] }) => cluster))].map((cluster) => {
    const own = rows.filter(({ values }) => values[1] === cluster);
    const ownPurchases = sumOf(own.filter(isPurchase));
    const rate = shareEstimate(ownPurchases, sumOf(own), ownPurchases.variance);
    return { cluster, purchases: countEstimate(ownPurchases, weight), costPerPurchase: over(perArrival, rate) };
  });
  return {
    campaign,
    amount,
    purchases,
    costPerPurchase: over({ low: amount, high: amount }, purchases),
    value,
    valuePerCost: { low: value.low / amount, high: value.high / amount },
    clusters,
  };
}

function valueOf(bought: readonly MetricRow[], { weight, mostValue }: SpendTerms): Interval {
  const valueName = ({ values }: MetricRow) => values.at(-1) ?? "none";
  const bounds = [...new Set(bought.map(valueName))].filter((name) => name !== "none").map(Number);
  const each = bounds.map((bound, index) => {
    const { low, high } = countEstimate(sumOf(bought.filter((row) => valueName(row) === String(bound))), weight);
    return { low: low * bound, high: high * (bounds[index + 1] ?? mostValue) };
  });
  return {
    low: each.reduce((sum, { low }) => sum + low, 0),
    high: each.reduce((sum, { high }) => sum + high, 0),
  };
}
