import { type AxisParts, axisParts } from "./axis-parts.ts";
import {
  addOuter,
  axesOf,
  cloudsOf,
  type GridCounts,
  LEAST_PEOPLE,
  misfit,
  type Mixture,
  type PlaneCounts,
} from "./mixture.ts";

export interface EmOptions {
  /** Most iterations. */
  readonly steps: number;
  /** Least variance of a cloud; the grid cannot resolve less. */
  readonly leastVariance: number;
  /**
   * Weight of the prior that all clouds have one variance, in people, which prevents very wide or narrow clouds from
   * noise.
   */
  readonly pull: number;
}

export interface Fit {
  readonly mixture: Mixture;
  /** See `misfit`. */
  readonly misfit: number;
}

/** The fit ends when an iteration improves it by less than this. */
const TOLERANCE = 1e-3;
const FIRST_STEPS = 5;

/**
 * Expectation maximisation for clouds observed through noisy counts. An iteration first estimates the people of each
 * cell from its noisy count and the clouds (a Poisson count with its normal approximation), then assigns them to the
 * clouds.
 */
export function maximise({ views, people }: PlaneCounts, start: Mixture, options: EmOptions): Fit {
  let mixture = start;
  let best = Infinity;
  for (let step = 0; ; step++) {
    const seen = views.map((view) => seenIn(view, mixture));
    const now = seen.reduce((sum, { misfit: own }) => sum + own, 0);
    if (step >= options.steps || (step > FIRST_STEPS && best - now < TOLERANCE)) return { mixture, misfit: now };
    best = now;
    mixture = maximised(mixture, seen, people, options);
  }
}

/** A mixture with the counts of one round. */
interface Seen {
  /** For each cloud, by column and by row. */
  readonly parts: readonly (readonly [AxisParts, AxisParts])[];
  /** See `likelyShares`. */
  readonly ratio: Float64Array;
  readonly misfit: number;
}

function seenIn(view: GridCounts, mixture: Mixture): Seen {
  const [across, up] = axesOf(view.grid);
  const parts = Array.from(
    { length: cloudsOf(mixture) },
    (_, j) =>
      [
        axisParts(across, mixture.x[j]!, mixture.variance[j]!),
        axisParts(up, mixture.y[j]!, mixture.variance[j]!),
      ] as const,
  );
  const expected = new Float64Array(across.length * up.length);
  parts.forEach(([xs, ys], j) => addOuter(expected, xs.share, ys.share, mixture.people[j]!));
  return { parts, ratio: likelyShares(expected, view), misfit: misfit(expected, view) };
}

/** For each cell, its estimated people divided by those expected. */
function likelyShares(expected: Float64Array, { counts, stdDev }: GridCounts): Float64Array {
  return expected.map((mean, cell) => {
    const likely = mean + (mean / (mean + stdDev ** 2)) * (counts[cell]! - mean);
    return mean > 1e-12 ? Math.max(0, likely) / mean : 0;
  });
}

function maximised(
  mixture: Mixture,
  seen: readonly Seen[],
  allPeople: number,
  { leastVariance, pull }: EmOptions,
): Mixture {
  const next = {
    x: mixture.x.slice(),
    y: mixture.y.slice(),
    variance: mixture.variance.slice(),
    people: mixture.people.slice(),
  };
  let [squares, weight] = [0, 0];
  for (let j = 0; j < cloudsOf(mixture); j++) {
    const all = seen.map(({ parts, ratio }) => {
      const [xs, ys] = parts[j]!;
      return { xs, ys, ...margins(xs, ys, ratio, mixture.people[j]!) };
    });
    const sumOf = (value: (one: (typeof all)[number]) => number) => all.reduce((sum, one) => sum + value(one), 0);
    const people = sumOf((one) => one.people);
    next.people[j] = people;
    if (people < 1e-6) continue;
    const x = sumOf(({ columns, xs }) => meanOf(columns, xs)) / people;
    const y = sumOf(({ rows, ys }) => meanOf(rows, ys)) / people;
    const square = sumOf(({ columns, rows, xs, ys }) => squareOf(columns, xs, x) + squareOf(rows, ys, y));
    [next.x[j], next.y[j], next.variance[j]] = [x, y, square / (2 * people)];
    squares += square / 2;
    weight += people;
  }
  const shared = weight > 0 ? squares / weight : leastVariance;
  const total = next.people.reduce((sum, people) => sum + people, 0);
  return {
    x: next.x,
    y: next.y,
    variance: next.variance.map((own, j) =>
      Math.max(
        leastVariance,
        (own * next.people[j]! + pull * shared * seen.length) / (next.people[j]! + pull * seen.length),
      ),
    ),
    people: next.people.map((people) => (total > 0 ? (people * allPeople) / total : allPeople / next.people.length)),
  };
}

/** A cloud's estimated people by column and by row. */
function margins(xs: AxisParts, ys: AxisParts, ratio: Float64Array, cloud: number) {
  const columns = new Float64Array(xs.share.length);
  const rows = new Float64Array(ys.share.length);
  let people = 0;
  for (let row = 0; row < rows.length; row++) {
    const here = cloud * ys.share[row]!;
    if (here < LEAST_PEOPLE) continue;
    for (let column = 0; column < columns.length; column++) {
      const likely = here * xs.share[column]! * ratio[row * columns.length + column]!;
      columns[column]! += likely;
      rows[row]! += likely;
      people += likely;
    }
  }
  return { columns, rows, people };
}

const meanOf = (people: Float64Array, { mean }: AxisParts) =>
  people.reduce((sum, here, step) => sum + here * mean[step]!, 0);
const squareOf = (people: Float64Array, { mean, variance }: AxisParts, middle: number) =>
  people.reduce((sum, here, step) => sum + here * ((mean[step]! - middle) ** 2 + variance[step]!), 0);
