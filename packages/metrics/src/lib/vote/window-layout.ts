import { blocksOfMetric, type Metric, type MetricPlan, type PlanWindow } from "@sedge/protocol/metric-plan";
import type { MetricShape } from "@sedge/privacy/metric-votes";

/** One block of a window's vote: a metric by its leading dimensions, or by all of them. */
export interface MetricBlock {
  readonly metric: Metric;
  /** How many leading dimensions are distinguished; all of them in the metric's last block. */
  readonly depth: number;
  readonly size: number;
  /** First of its buckets among all of the window. */
  readonly start: number;
  /** Its part of the budget: the metric's, divided evenly over its blocks. */
  readonly part: number;
}

/** What a vote of one window consists of. */
export interface WindowLayout {
  readonly window: PlanWindow;
  readonly blocks: readonly MetricBlock[];
  readonly shape: MetricShape;
}

/**
 * The layout of the votes of a plan's window: the blocks of its metrics, in the plan's order.
 *
 * @throws RangeError for a window that the plan lacks.
 */
export function windowLayout({ windows, metrics }: MetricPlan, seconds: number): WindowLayout {
  const window = windows.find((one) => one.seconds === seconds);
  if (window === undefined) throw new RangeError("the plan has no such window");
  let start = 0;
  const blocks = metrics
    .filter(({ windowSeconds }) => windowSeconds === seconds)
    .flatMap((metric) => {
      const sizes = blocksOfMetric(metric);
      return sizes.map((size, index): MetricBlock => {
        const depth = index === sizes.length - 1 ? metric.dimensions.length : index + 1;
        start += size;
        return { metric, depth, size, start: start - size, part: metric.part / sizes.length };
      });
    });
  const sizes = blocks.map(({ size }) => size);
  return { window, blocks, shape: { blocks: sizes, maxFilled: window.maxFilled ?? sizes.length } };
}

/** The values that a bucket of a block stands for, one for each of its dimensions. */
export function valuesOfBucket({ metric, depth }: Pick<MetricBlock, "metric" | "depth">, bucket: number): string[] {
  const values: string[] = [];
  let rest = bucket;
  for (const dimension of metric.dimensions.slice(0, depth).toReversed()) {
    const size = dimension.values.length;
    values.unshift(dimension.values[rest % size] ?? "");
    rest = Math.floor(rest / size);
  }
  return values;
}
