import { epsilonOfDevices, rhoOf } from "@sedge/privacy/accountant";
import { type MetricNoise, metricNoise } from "@sedge/privacy/metric-votes";
import type { MetricPlan } from "@sedge/protocol/metric-plan";
import { windowLayout } from "../vote/window-layout.ts";

/** What a plan costs each device in any 28 days, as zCDP. */
export interface PlanBudget {
  /** Clusters and metrics together. */
  readonly rho: number;
  /** What is left to clusters. */
  readonly clustersRho: number;
  readonly windows: readonly WindowBudget[];
}

/** What one window's vote costs, and the noise that this pays for. */
export interface WindowBudget {
  readonly seconds: number;
  /** Of one vote. */
  readonly rho: number;
  /** Of ONE operator, for each block. */
  readonly noise: MetricNoise;
}

/** How a plan divides its budget: between clusters and metrics, windows, votes, and the blocks of a vote. */
export function planBudget(plan: MetricPlan): PlanBudget {
  const { epsilon, delta, metricsShare } = plan.budget;
  const rho = rhoOf(epsilon, delta);
  const windows = plan.windows.map(({ seconds, votes }): WindowBudget => {
    const { blocks, shape } = windowLayout(plan, seconds);
    const parts = blocks.map(({ part }) => part);
    const all = parts.reduce((sum, part) => sum + part, 0);
    const ofVote = (Math.min(1, all) * metricsShare * rho) / votes;
    return { seconds, rho: ofVote, noise: metricNoise(ofVote, parts, shape.maxFilled) };
  });
  return { rho, clustersRho: rho * (1 - metricsShare), windows };
}

/**
 * The ε of a person with several devices that no account links: each has the budget of its own, and the person's losses grow
 * with the square of their number.
 */
export function personEpsilon({ budget: { epsilon, delta } }: Pick<MetricPlan, "budget">, devices: number): number {
  return epsilonOfDevices(rhoOf(epsilon, delta), delta, devices);
}
