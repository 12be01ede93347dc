import type { MetricNoise } from "@sedge/privacy/metric-votes";
import { valuesOfBucket, type WindowLayout } from "../vote/window-layout.ts";
import { type ConsistentLevel, consistentLevels, type MeasuredLevel } from "./consistent-levels.ts";
import { type CountEstimate, countEstimate, type Interval, shareEstimate } from "./interval.ts";

/** One line of a metric's table: a bucket, or the total of all that have its values. */
export interface MetricRow extends CountEstimate {
  /** Values of the leading dimensions; none of them in the total of all. */
  readonly values: readonly string[];
  /** As a share of the line with one value fewer; null for the total. */
  readonly share: (Interval & { readonly share: number; readonly isWide: boolean }) | null;
  /** The sum of votes and the variance of the noise in it, for tests over several windows. */
  readonly votes: number;
  readonly noiseVariance: number;
}

/** Result of one metric in one window. */
export interface MetricTable {
  readonly metric: string;
  readonly question: string;
  readonly dimensions: readonly string[];
  /** The total first, then by the first dimension, and so on; those of all dimensions last. */
  readonly rows: readonly MetricRow[];
}

/** Opened sums of a window. */
export interface OpenedWindow {
  /** One a bucket, of both operators' noised shares. */
  readonly counts: readonly number[];
  /** Of ONE operator, for each block; two of them are in every count. */
  readonly noise: MetricNoise;
  /** People that a vote stands for; see `selectionWeight`. */
  readonly weight: number;
}

const OPERATORS = 2;

/**
 * The tables of all metrics of a window. In each, totals and parts agree.
 *
 * @throws RangeError for another number of counts than the layout's buckets.
 */
export function metricTables({ blocks }: WindowLayout, { counts, noise, weight }: OpenedWindow): MetricTable[] {
  const buckets = blocks.reduce((sum, { size }) => sum + size, 0);
  if (counts.length !== buckets) throw new RangeError("the counts are those of another window");
  const metrics = [...new Set(blocks.map(({ metric }) => metric))];
  return metrics.map((metric): MetricTable => {
    const { dimensions } = metric;
    const measured: (MeasuredLevel | null)[] = Array.from({ length: dimensions.length + 1 }, () => null);
    for (const [index, { metric: own, depth, start, size }] of blocks.entries()) {
      if (own !== metric) continue;
      measured[depth] = { values: counts.slice(start, start + size), variance: OPERATORS * (noise[index] ?? 0) ** 2 };
    }
    const levels = consistentLevels(
      dimensions.map(({ values }) => values.length),
      measured,
    );
    const rows = levels.flatMap((level, depth) =>
      level.values.map((_, bucket) =>
        rowOf(
          valuesOfBucket({ metric, depth }, bucket),
          levels,
          depth,
          bucket,
          dimensions[depth - 1]?.values.length ?? 1,
          weight,
        ),
      ),
    );
    return { metric: metric.id, question: metric.question, dimensions: dimensions.map(({ name }) => name), rows };
  });
}

function rowOf(
  values: string[],
  levels: readonly ConsistentLevel[],
  depth: number,
  bucket: number,
  parts: number,
  weight: number,
): MetricRow {
  const sumAt = (level: ConsistentLevel | undefined, index: number) => ({
    value: level?.values[index] ?? 0,
    variance: level?.variances[index] ?? 0,
  });
  const own = sumAt(levels[depth], bucket);
  const share =
    depth === 0
      ? null
      : shareEstimate(own, sumAt(levels[depth - 1], Math.floor(bucket / parts)), levels[depth]?.withWhole[bucket] ?? 0);
  return { values, ...countEstimate(own, weight), share, votes: own.value, noiseVariance: own.variance };
}
