import { type Centres, sizeOf, squaredDistance } from "../k-means/point-set.ts";
import type { CellState } from "./cell-state.ts";
import { normal } from "./normal.ts";

/** A cell whose spread is this multiple of the usual one is taken for two clusters. */
const WIDE = 1.4;
/** What splitting must gain, in multiples of what merging costs. */
const WORTH = 1.3;

/**
 * Moves centres to where they are of more use: two cells that lie together become one, and a cell with a large spread becomes two.
 * Goes on while the best split gains clearly more than the cheapest merge costs.
 */
export function splitAndMerge(state: CellState, random: () => number, most: number, opt: any = {}): { state: CellState; moves: number } {
  const { d } = state.centres;
  const k = sizeOf(state.centres);
  const coordinates = state.centres.coordinates.slice();
  const centres: Centres = { d, coordinates };
  const counts = state.counts.slice();
  const spread = state.spread.slice();
  const doubt = state.doubt.slice();
  const countDoubt = state.countDoubt.slice();
  const spreadDoubt = state.spreadDoubt.slice();
  const zc = opt.zc ?? 1, zs = opt.zs ?? 1;
  const upper = counts.map((c, j) => c + zc * Math.sqrt(countDoubt[j]!));
  const usual = weightedMedian(spread, counts);
  let moves = 0; if (opt.dbgm) console.log(usual, [...spread].map((s,j)=>`${(s/usual).toFixed(2)}~${(Math.sqrt(spreadDoubt[j]!)/usual).toFixed(2)}x${counts[j]!.toFixed(0)}`).join(" "));
  const touched = new Set<number>();
  while (moves < most) {
    const gains = counts.map((count, j) => (touched.has(j) ? 0 : count * (0.8 * Math.max(0, spread[j]! - zs * Math.sqrt(spreadDoubt[j]!) - (opt.wide ?? WIDE) * usual) + (0.6 / d) * Math.min(spread[j]!, usual))));
    const target = gains.reduce((best, gain, j) => (gain > gains[best]! ? j : best), 0);
    let cost = Infinity;
    let pair: [number, number] = [0, 0];
    for (let a = 0; a < k; a++) {
      for (let b = 0; b < k; b++) {
        if (a === b || a === target || b === target || touched.has(a)) continue;
        if (counts[a]! > counts[b]!) continue;
        const together = (upper[a]! * upper[b]!) / (upper[a]! + upper[b]! + 1e-9);
        const c = together * squaredDistance(centres, a, centres, b);
        if (c < cost) { cost = c; pair = [a, b]; }
      }
    }
    if (!(gains[target]! > (opt.worth ?? WORTH) * cost)) break;
    const [gone, kept] = pair;
    const total = counts[gone]! + counts[kept]!;
    if (total > 0) {
      const share = counts[gone]! / total;
      const apart = squaredDistance(centres, gone, centres, kept);
      for (let i = 0; i < d; i++) coordinates[kept * d + i]! += share * (coordinates[gone * d + i]! - coordinates[kept * d + i]!);
      spread[kept] = (1 - share) * spread[kept]! + share * spread[gone]! + share * (1 - share) * apart;
      counts[kept] = total;
      doubt[kept] = Math.max(doubt[kept]!, (share * (1-share) * apart) / d);
    }
    const step = Math.sqrt(spread[target]! / d) * 0.6;
    const direction = Array.from({ length: d }, () => normal(random));
    const length = Math.hypot(...direction);
    for (let i = 0; i < d; i++) {
      const by = (direction[i]! / length) * step * Math.sqrt(d) * 0.5;
      coordinates[gone * d + i] = coordinates[target * d + i]! + by;
      coordinates[target * d + i]! -= by;
    }
    counts[gone] = counts[target]! / 2;
    counts[target] = counts[target]! / 2;
    spread[gone] = spread[target]!;
    doubt[gone] = doubt[target] = spread[target]! / d;
    countDoubt[gone] = countDoubt[target] = (counts[target]! / 2) ** 2 + countDoubt[target]!;
    spreadDoubt[gone] = spreadDoubt[target] = (spread[target]! / 2) ** 2;
    touched.add(gone).add(target);
    moves++;
  }
  return { state: { centres, counts, spread, doubt, countDoubt, spreadDoubt }, moves };
}

function weightedMedian(values: Float64Array, weights: Float64Array): number {
  const order = Array.from(values.keys()).toSorted((a, b) => values[a]! - values[b]!);
  let left = weights.reduce((sum, w) => sum + w, 0) / 2;
  for (const index of order) {
    left -= weights[index]!;
    if (left <= 0) return values[index]!;
  }
  return values[0]!;
}
