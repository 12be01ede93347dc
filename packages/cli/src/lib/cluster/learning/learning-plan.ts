/** How a budget is spent over rounds. */
export interface LearningPlan {
  /** Share of the budget for the outline of all people; 0 if it is not measured. */
  readonly outline: number;
  /** Share for the histogram, if there is one. */
  readonly histogram: number;
  /** Share of the histogram's budget for a first look; 0 for none. */
  readonly look: number;
  /** Rounds of Lloyd's algorithm, which share the rest. */
  readonly steps: number;
}

/** Most rounds of Lloyd's algorithm: later ones move centres by less than their noise. */
const MOST_STEPS = 10;
/**
 * A first look is taken if a cluster of mean size stands this many deviations above the noise; otherwise it finds
 * nothing.
 */
const WORTH_A_LOOK = 8;
const LOOK = 0.25;
/**
 * Each round gets this much more than the one before: the last rounds decide, the first ones only need the direction.
 */
const GROWTH = 1.15;

/**
 * Chooses a plan from public figures alone: how far a cluster of mean size stands above the noise of a count with the
 * whole budget. In the plane, a histogram is nearly enough if that is small; in more dimensions there are always steps.
 *
 * @param rounds - Most rounds in total.
 */
export function learningPlan(people: number, k: number, rho: number, d: number, rounds = Infinity): LearningPlan {
  const deviations = (people / k) * Math.sqrt(rho);
  if (d === 2) {
    const histogram = rounds < 2 ? 1 : deviations < 8 ? 0.6 : deviations < 16 ? 0.4 : 0.25;
    const look = rounds >= 3 && deviations >= WORTH_A_LOOK ? LOOK : 0;
    const most = Math.min(rounds - (look > 0 ? 2 : 1), MOST_STEPS);
    return { outline: 0, histogram, look, steps: limited(deviations / 3, most, rounds < 2 ? 0 : 1) };
  }
  return {
    outline: 0.02,
    histogram: 0.25,
    look: 0,
    steps: limited(deviations / 3, Math.min(rounds - 2, MOST_STEPS), 2),
  };
}

function limited(wanted: number, most: number, least: number): number {
  return Math.max(0, Math.min(most, Math.max(least, Math.round(wanted))));
}

/** Share of each step in the budget of all steps. */
export function stepShares(steps: number): number[] {
  const raw = Array.from({ length: steps }, (_, step) => GROWTH ** step);
  const total = raw.reduce((sum, share) => sum + share, 0);
  return raw.map((share) => share / total);
}
