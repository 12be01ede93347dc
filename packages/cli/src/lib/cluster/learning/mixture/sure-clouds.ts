import { axisShares } from "./axis-parts.ts";
import { axesOf, type Mixture, type PlaneCounts } from "./mixture.ts";

/** A cloud is significant if its people stand this many deviations above the noise. */
const SURE = 2;

/** Whether each cloud is significant: noise alone produces clouds too. */
export function sureClouds({ views }: PlaneCounts, mixture: Mixture): boolean[] {
  return Array.from(mixture.people, (people, j) => {
    let information = 0;
    for (const { grid, stdDev } of views) {
      const [across, up] = axesOf(grid);
      const xs = axisShares(across, mixture.x[j]!, mixture.variance[j]!);
      const ys = axisShares(up, mixture.y[j]!, mixture.variance[j]!);
      information += (squaresOf(xs) * squaresOf(ys)) / stdDev ** 2;
    }
    return people * Math.sqrt(information) >= SURE;
  });
}

const squaresOf = (shares: Float64Array) => shares.reduce((sum, share) => sum + share ** 2, 0);
