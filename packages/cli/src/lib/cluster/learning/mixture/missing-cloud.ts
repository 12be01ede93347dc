import { axisShares } from "./axis-parts.ts";
import { axesOf, expectedCounts, type Mixture, type PlaneCounts } from "./mixture.ts";

/** The position where a cloud is missing most. */
export interface MissingCloud {
  readonly x: number;
  readonly y: number;
  /** Its number of people, at least 0. */
  readonly people: number;
}

/** Steps with less of a cloud than this are skipped. */
const LEAST_SHARE = 1e-2;

/**
 * The cell in whose centre one more cloud of the given variance explains most of what a mixture leaves over: a matched
 * filter over all rounds, which weights a cell by its known noise.
 */
export function missingCloud({ views }: PlaneCounts, mixture: Mixture, variance: number): MissingCloud {
  const left = views.map(({ grid, counts, stdDev }) => {
    const axes = axesOf(grid);
    const expected = expectedCounts(grid, mixture);
    const precision = expected.map((mean) => 1 / (stdDev ** 2 + mean));
    return { axes, precision, over: expected.map((mean, cell) => (counts[cell]! - mean) * precision[cell]!) };
  });
  let best = -Infinity;
  let found: MissingCloud = { x: 0, y: 0, people: 0 };
  for (const { grid } of views) {
    const [xs, ys] = axesOf(grid);
    const shares = left.map(({ axes: [across, up] }) => ({
      across: Array.from(xs, (x) => reached(axisShares(across, x, variance))),
      up: Array.from(ys, (y) => reached(axisShares(up, y, variance))),
    }));
    for (const [row, y] of ys.entries()) {
      for (const [column, x] of xs.entries()) {
        let match = 0;
        let weight = 0;
        for (const [view, { axes, precision, over }] of left.entries()) {
          const columns = shares[view]!.across[column]!;
          const rows = shares[view]!.up[row]!;
          const width = axes[0].length;
          for (let r = rows.from; r < rows.to; r++) {
            const high = rows.share[r]!;
            for (let c = columns.from; c < columns.to; c++) {
              const share = high * columns.share[c]!;
              match += share * over[r * width + c]!;
              weight += share * share * precision[r * width + c]!;
            }
          }
        }
        const significance = match / Math.sqrt(weight);
        if (significance <= best) continue;
        best = significance;
        found = { x, y, people: Math.max(0, match / weight) };
      }
    }
  }
  return found;
}

/** The steps that a cloud covers. */
function reached(share: Float64Array): { readonly share: Float64Array; readonly from: number; readonly to: number } {
  return {
    share,
    from: share.findIndex((value) => value > LEAST_SHARE),
    to: share.findLastIndex((value) => value > LEAST_SHARE) + 1,
  };
}
