import { sizeOf } from "@sedge/clustering/k-means";
import { believedCounts } from "@sedge/clustering/counts";
import { type Box, intoBox } from "./box.ts";
import type { CellState } from "./cell-state.ts";
import { filtered } from "./filtered.ts";
import type { Answer, Survey } from "./survey.ts";

/** Offsets are clipped at this multiple of the root of the cell's spread. */
const REACH = 1.3;
const COUNT_SHARE = 0.1;
/** The least divisor, in deviations of a count's noise. */
const SURE_COUNT = 2;
/** Relative drift of counts and spreads from round to round. */
const COUNT_DRIFT = 0.15;
const SPREAD_DRIFT = 0.2;
/** Least factor by which a spread can fall in a round. */
const LEAST_SPREAD = 0.1;

export interface LloydRound {
  readonly rho: number;
  /** Whether to measure the spread too, at the cost of a fifth of the offsets' budget. */
  readonly asksSpread: boolean;
}

/**
 * One noisy step of Lloyd's algorithm: each centre moves toward the mean of its people, in proportion to the answer's
 * reliability. Each centre has a Kalman filter: its own variance and the drift of centres in a round (estimated from
 * all of them) against the known noise of the answer. Counts and spreads are filtered alike.
 */
export async function lloydRound(survey: Survey, state: CellState, box: Box, round: LloydRound): Promise<CellState> {
  const { d } = state.centres;
  const radii = state.spread.map((spread) => Math.sqrt(spread) * REACH);
  const terms = round.asksSpread ? "spread" : "offset";
  const question = { centres: state.centres, radii, terms, rho: round.rho, countShare: COUNT_SHARE } as const;
  const answer = await survey.ask(question);
  const { counts, countDoubt } = newCounts(state, answer, survey.people);
  const sure = counts.map((count) => Math.max(count, SURE_COUNT * answer.countStdDev));
  const noise = radii.map((radius, j) => ((answer.offsetStdDev * radius) / sure[j]!) ** 2);
  const offsets = answer.offsets.map((offset, j) => offset.map((sum) => sum / sure[j]!));
  const moved = movement(offsets, noise, state.doubt);
  const coordinates = state.centres.coordinates.slice();
  const doubt = new Float64Array(sure.length);
  offsets.forEach((offset, j) => {
    offset.forEach((value, i) => {
      const step = filtered(0, state.doubt[j]! + moved, value, noise[j]!);
      coordinates[j * d + i]! += step.value;
      doubt[j] = step.variance;
    });
    intoBox(box, coordinates, j * d);
  });
  const spread = round.asksSpread ? newSpread(state, answer, radii, sure, offsets, noise) : state;
  return {
    centres: { d, coordinates },
    doubt,
    counts,
    countDoubt,
    spread: spread.spread,
    spreadDoubt: spread.spreadDoubt,
  };
}

/** Mean squared drift of a coordinate beyond noise and variance; well-known cells have the largest weight. */
function movement(offsets: readonly number[][], noise: Float64Array, doubt: Float64Array): number {
  let sum = 0;
  let weight = 0;
  offsets.forEach((offset, j) => {
    const expected = noise[j]! + doubt[j]!;
    const square = offset.reduce((total, value) => total + value ** 2, 0) / offset.length;
    sum += (square - expected) / expected;
    weight += 1 / expected;
  });
  return Math.max(0, sum / weight);
}

function newCounts(state: CellState, answer: Answer, people: number) {
  const countDoubt = new Float64Array(sizeOf(state.centres));
  const counts = state.counts.map((count, j) => {
    const drift = (COUNT_DRIFT * Math.max(count, answer.countStdDev)) ** 2;
    const now = filtered(count, state.countDoubt[j]! + drift, answer.counts[j]!, answer.countStdDev ** 2);
    countDoubt[j] = now.variance;
    return now.value;
  });
  return { counts: believedCounts(counts, people), countDoubt };
}

/** The reported squares around the centre's next position, which is the mean of its people. */
function newSpread(
  state: CellState,
  answer: Answer,
  radii: Float64Array,
  sure: Float64Array,
  offsets: readonly number[][],
  noise: Float64Array,
): Pick<CellState, "spread" | "spreadDoubt"> {
  const spreadDoubt = new Float64Array(sure.length);
  const spread = state.spread.map((before, j) => {
    const reported = answer.squares[j]! / sure[j]!;
    const error = ((answer.squareStdDev * radii[j]! ** 2) / sure[j]!) ** 2;
    const offset = offsets[j]!.reduce((total, value) => total + value ** 2 - noise[j]!, 0);
    const seen = Math.max(0, reported - Math.max(0, offset));
    const now = filtered(before, state.spreadDoubt[j]! + (SPREAD_DRIFT * before) ** 2, seen, error);
    spreadDoubt[j] = now.variance;
    return Math.max(LEAST_SPREAD * before, now.value);
  });
  return { spread, spreadDoubt };
}
