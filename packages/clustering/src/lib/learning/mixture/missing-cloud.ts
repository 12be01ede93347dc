import { normalCdf } from "./axis-parts.ts";
import { axesOf, type GridCounts } from "./mixture.ts";

/** Where a cloud is missing most. */
export interface MissingCloud {
  readonly x: number;
  readonly y: number;
  /** How many people it would have, at least 0. */
  readonly people: number;
}

/** A cloud reaches this many deviations far. */
const REACH = 2.5;

/**
 * The cell in whose middle one more cloud of the given variance explains most of what the expected counts leave over: a matched
 * filter, which weighs a cell by its known noise.
 */
export function missingCloud(data: GridCounts, expected: Float64Array, variance: number): MissingCloud {
  const [across, up] = axesOf(data.grid);
  const deviation = Math.sqrt(variance);
  const xs = kernel(across.edge, deviation);
  const ys = kernel(up.edge, deviation);
  const precision = expected.map((mean) => 1 / (data.stdDev ** 2 + mean));
  const left = expected.map((mean, cell) => (data.counts[cell]! - mean) * precision[cell]!);
  let best = -Infinity;
  let found: MissingCloud = { x: 0, y: 0, people: 0 };
  for (let row = 0; row < up.steps; row++) {
    for (let column = 0; column < across.steps; column++) {
      let match = 0;
      let weight = 0;
      for (let r = Math.max(0, row - ys.reach); r <= Math.min(up.steps - 1, row + ys.reach); r++) {
        const high = ys.share[r - row + ys.reach]!;
        for (let c = Math.max(0, column - xs.reach); c <= Math.min(across.steps - 1, column + xs.reach); c++) {
          const share = high * xs.share[c - column + xs.reach]!;
          match += share * left[r * across.steps + c]!;
          weight += share * share * precision[r * across.steps + c]!;
        }
      }
      const significance = match / Math.sqrt(weight);
      if (significance <= best) continue;
      best = significance;
      found = {
        x: across.lower + across.edge * (column + 0.5),
        y: up.lower + up.edge * (row + 0.5),
        people: Math.max(0, match / weight),
      };
    }
  }
  return found;
}

/** Shares of a cloud in the steps around the one in whose middle it lies. */
function kernel(edge: number, deviation: number): { readonly reach: number; readonly share: Float64Array } {
  const reach = Math.ceil((REACH * deviation) / edge);
  const border = (step: number) => normalCdf(((step - reach - 0.5) * edge) / deviation);
  return { reach, share: Float64Array.from({ length: 2 * reach + 1 }, (_, step) => border(step + 1) - border(step)) };
}
