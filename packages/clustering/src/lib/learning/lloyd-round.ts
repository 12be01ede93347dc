import { sizeOf } from "../k-means/point-set.ts";
import { type Box, intoBox } from "./box.ts";
import type { CellState } from "./cell-state.ts";
import type { Answer, Survey } from "./survey.ts";

/** Offsets are cut at this multiple of the root of the cell's spread. */
const REACH = 1.3;
const COUNT_SHARE = 0.2;
/** A count below this many deviations of its noise is not divided by. */
const SURE_COUNT = 2;

export interface LloydRound {
  readonly rho: number;
  /** Whether the spread is asked for too, which costs the offsets a fifth. */
  readonly asksSpread: boolean;
}

/**
 * One noisy step of Lloyd's: each centre moves toward the mean of its people, as far as the noise lets it believe the answer. A
 * centre is a Kalman filter: its doubt, and how far centres move in a round (learnt from all of them together), against
 * the known noise of the answer.
 */
export async function lloydRound(survey: Survey, state: CellState, box: Box, round: LloydRound, opt: any = {}): Promise<CellState> {
  const { centres } = state;
  const { d } = centres;
  const k = sizeOf(centres);
  const radii = state.spread.map((spread) => Math.sqrt(spread) * (opt.reach ?? REACH));
  const answer = await survey.ask({
    centres,
    radii,
    terms: round.asksSpread ? "spread" : "offset",
    rho: round.rho,
    countShare: opt.countShare ?? COUNT_SHARE,
  });
  const countDoubt = new Float64Array(k);
  const filtered = Array.from({ length: k }, (_, j) => {
    const before = state.countDoubt[j]! + ((opt.countDrift ?? 0.15) * Math.max(state.counts[j]!, answer.countStdDev)) ** 2;
    const gain = before / (before + answer.countStdDev ** 2);
    countDoubt[j] = before * (1 - gain);
    return state.counts[j]! + gain * (answer.counts[j]! - state.counts[j]!);
  });
  const counts = believedCounts({ counts: filtered }, survey.people);
  const sure = counts.map((count) => Math.max(count, SURE_COUNT * answer.countStdDev));
  const toldStdDev = answer.toldStdDev / Math.sqrt(round.asksSpread ? 0.8 : 1);
  const noise = radii.map((radius, j) => ((toldStdDev * radius) / sure[j]!) ** 2);
  const offsets = answer.offsets.map((offset, j) => offset.map((sum) => sum / sure[j]!));
  const moved = movement(offsets, noise, state.doubt, sure);
  const coordinates = centres.coordinates.slice();
  const doubt = new Float64Array(k);
  for (let j = 0; j < k; j++) {
    const before = state.doubt[j]! + moved;
    const gain = before / (before + noise[j]!);
    for (let i = 0; i < d; i++) coordinates[j * d + i]! += gain * offsets[j]![i]!;
    intoBox(box, coordinates, j * d);
    doubt[j] = before * (1 - gain);
  }
  const [spread, spreadDoubt] = round.asksSpread ? newSpread(answer, radii, state, sure, offsets, noise, d, opt) : [state.spread, state.spreadDoubt];
  return { centres: { d, coordinates }, doubt, counts, spread, countDoubt, spreadDoubt };
}

/** Mean square by which a coordinate moves beyond noise and doubt; the well known cells count most. */
function movement(offsets: readonly number[][], noise: Float64Array, doubt: Float64Array, sure: Float64Array): number {
  let sum = 0;
  let weight = 0;
  offsets.forEach((offset, j) => {
    const square = offset.reduce((total, value) => total + value ** 2, 0) / offset.length;
    const w = 1 / (noise[j]! + doubt[j]!) ;
    sum += w * (square - noise[j]! - doubt[j]!);
    weight += w;
  });
  return Math.max(0, sum / weight);
}

/** Counts that are nowhere below 0 and sum to the people, the nearest such to the answer. */
export function believedCounts({ counts }: { readonly counts: readonly number[] }, people: number): Float64Array {
  const sorted = counts.toSorted((a, b) => b - a);
  let sum = 0;
  let shift = 0;
  for (const [index, count] of sorted.entries()) {
    sum += count;
    const candidate = (sum - people) / (index + 1);
    if (count - candidate > 0) shift = candidate;
    else break;
  }
  return Float64Array.from(counts, (count) => Math.max(0, count - shift));
}

/** The told squares, drawn toward the mean of all cells as far as their noise is above what the cells differ by. */
function newSpread(
  answer: Answer,
  radii: Float64Array,
  state: CellState,
  sure: Float64Array,
  offsets: readonly number[][],
  noise: Float64Array,
  d: number, opt: any,
): readonly [Float64Array, Float64Array] {
  const told = answer.toldStdDev / Math.sqrt(0.2);
  const raw = sure.map((count, j) => answer.squares[j]! / count);
  const error = sure.map((count, j) => ((told * radii[j]! ** 2) / count) ** 2);
  const spread = new Float64Array(raw.length), spreadDoubt = new Float64Array(raw.length);
  for (let j = 0; j < raw.length; j++) {
    const square = Math.max(0, offsets[j]!.reduce((total, o) => total + o ** 2, 0) - d * noise[j]!);
    const seen = Math.max(0.05 * raw[j]!, raw[j]! - square);
    const before = state.spreadDoubt[j]! + ((opt.spreadDrift ?? 0.2) * state.spread[j]!) ** 2;
    const gain = before / (before + error[j]!);
    spread[j] = Math.max(0.1 * state.spread[j]!, state.spread[j]! + gain * (seen - state.spread[j]!));
    spreadDoubt[j] = before * (1 - gain);
  }
  return [spread, spreadDoubt] as const;
}
