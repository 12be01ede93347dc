import { CommandError } from "@sedge/connector/command-line";
import type { ClusterCall } from "./cluster-call.ts";

/** Largest δ: a bound that fails for more people than one in a hundred promises nothing. */
const MOST_DELTA = 0.01;
/** Fewest points for density clusters: below, chance alone makes gaps and dense places in a shape. */
const FEWEST_DENSE = 10_000;
/** Least number of points times √ρ: below, a cell of a shape does not stand out from the noise. */
const LEAST_SIGNAL = 600;

/**
 * δ of a call: as stated, or n^-1.5. Throws CommandError `bad-option` where a stated one is not below 1/n and at most .01,
 * and `too-few-points` where there are so few points that the default is not.
 */
export function checkedDelta({ delta, input }: ClusterCall, people: number): number {
  const most = Math.min(MOST_DELTA, 1 / people);
  if (delta === undefined) {
    const usual = people ** -1.5;
    if (usual <= most) return usual;
    throw new CommandError(
      "too-few-points",
      `${input} has ${people} points, for which the default δ would be ${usual.toPrecision(3)}, too large to protect anyone: pass --delta 1e-6 or add points.`,
    );
  }
  if (delta <= most) return delta;
  throw new CommandError(
    "bad-option",
    `--delta takes at most ${most.toPrecision(3)} for ${people} points, not "${delta}": a larger δ allows publishing a person.`,
  );
}

/** Throws CommandError `too-few-points` for density clusters of fewer points than the noise allows. */
export function checkDensity({ algorithm, input, epsilon }: ClusterCall, people: number, rho: number): void {
  if (algorithm !== "dbscan") return;
  if (people < FEWEST_DENSE) {
    throw new CommandError(
      "too-few-points",
      `${input} has ${people} points, and dbscan needs ${FEWEST_DENSE}: with fewer, noise hides the gaps between shapes.`,
    );
  }
  if (people * Math.sqrt(rho) >= LEAST_SIGNAL) return;
  throw new CommandError(
    "too-few-points",
    `${input} has ${people} points, too few for dbscan at --epsilon ${epsilon}: no cell would stand out from the noise; raise --epsilon or add points.`,
  );
}
