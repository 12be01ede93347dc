import { edgeOf, type Grid, leastEdgeOf } from "../grid.ts";
import { type EmOptions, type Fit, maximise } from "./expectation-maximisation.ts";
import { missingCloud } from "./missing-cloud.ts";
import { expectedCounts, type Mixture, type PlaneCounts } from "./mixture.ts";
import { ATTEMPTS, leastPeople, relocated } from "./relocation.ts";

/** Widths of the search, as multiples of a guess, and iterations of the fit after each cloud that is found. */
const STARTS = [
  { width: 0.3, steps: 0 },
  { width: 1, steps: 0 },
  { width: 3, steps: 0 },
  { width: 1, steps: 3 },
] as const;
/** A cloud is assumed to cover a quarter of its share of the box along each axis. */
const GUESSED_SHARE = 1 / 16;
const LEAST_DEVIATION = 0.15;
const PULL_DEVIATIONS = 4;
const FIRST_STEPS = 60;
const TRIAL_STEPS = 25;
const LAST_STEPS = 100;
/** A relocated cloud is kept if it reduces the misfit by this. */
const WORTH = 0.5;

/**
 * Finds `k` clouds that explain noisy counts over a grid of the plane: one by one with a matched filter, fitted
 * together, then relocated one at a time while that improves the fit, at most `mostMoves` times. Works on public
 * counts, so it has no privacy cost.
 */
export function fitMixture(data: PlaneCounts, k: number, random: () => number, mostMoves = 6 * k + 40): Fit {
  const last = data.views.at(-1);
  if (!last) throw new RangeError("a fit needs counts");
  const { lower, upper } = last.grid.box;
  const area = lower.reduce((product, low, i) => product * (upper[i]! - low), 1);
  const [across, up] = [leastEdgeOf(last.grid, 0), leastEdgeOf(last.grid, 1)];
  const leastVariance = (LEAST_DEVIATION * Math.min(across, up)) ** 2;
  const guess = Math.max(leastVariance, Math.min((area * GUESSED_SHARE) / k, across * up));
  const options = (steps: number): EmOptions => ({ steps, leastVariance, pull: PULL_DEVIATIONS * last.stdDev });
  let fit: Fit | undefined;
  for (const { width, steps } of STARTS) {
    const start = pursued(data, k, Math.max(leastVariance, guess * width), options(steps));
    const found = maximise(data, start, options(FIRST_STEPS));
    if (!fit || found.misfit < fit.misfit) fit = found;
  }
  if (!fit) throw new RangeError("a fit needs a start");
  for (let move = 0, attempt = 0; move < mostMoves && attempt < ATTEMPTS; move++) {
    const start = relocated(data, fit.mixture, attempt, random);
    const found: Fit | undefined = start && maximise(data, start, options(TRIAL_STEPS));
    if (found && found.misfit < fit.misfit - WORTH) {
      fit = found;
      attempt = 0;
    } else {
      attempt += 1;
    }
  }
  return maximise(data, fit.mixture, options(LAST_STEPS));
}

/** Clouds of one variance, each placed where the previous ones leave most people unexplained. */
function pursued(data: PlaneCounts, k: number, variance: number, options: EmOptions): Mixture {
  const none = new Float64Array(0);
  let mixture: Mixture = { x: none, y: none, variance: none, people: none };
  for (let j = 0; j < k; j++) {
    const { x, y, people } = missingCloud(data, mixture, variance);
    mixture = {
      x: Float64Array.of(...mixture.x, x),
      y: Float64Array.of(...mixture.y, y),
      variance: Float64Array.of(...mixture.variance, variance),
      people: Float64Array.of(...mixture.people, Math.min(Math.max(people, leastPeople(data, k)), data.people)),
    };
    if (options.steps === 0) continue;
    const so = mixture.people.reduce((sum, value) => sum + value, 0);
    mixture = maximise({ ...data, people: Math.min(data.people, so) }, mixture, options).mixture;
  }
  return mixture;
}

/** Variance of each cloud's coordinates from the counts (the inverse of their Fisher information). */
export function doubtOf({ views }: PlaneCounts, mixture: Mixture): Float64Array {
  const seen = views.map((view) => ({ ...view, expected: expectedCounts(view.grid, mixture) }));
  const widestCell = Math.max(...views.map(({ grid }) => edgeOf(grid, 0) * edgeOf(grid, 1)));
  return mixture.variance.map((variance, j) => {
    const step = 0.1 * Math.sqrt(variance);
    const moved = (grid: Grid, by: number) =>
      expectedCounts(grid, {
        x: Float64Array.of(mixture.x[j]! + by),
        y: mixture.y.slice(j, j + 1),
        variance: mixture.variance.slice(j, j + 1),
        people: mixture.people.slice(j, j + 1),
      });
    let information = 0;
    for (const { grid, stdDev, expected } of seen) {
      const [there, back] = [moved(grid, step), moved(grid, -step)];
      expected.forEach((all, cell) => {
        information += ((there[cell]! - back[cell]!) / (2 * step)) ** 2 / (stdDev ** 2 + all);
      });
    }
    // The variance is never more than that of the cloud and its cell together.
    return Math.min(1 / (information + Number.MIN_VALUE), variance + widestCell);
  });
}
