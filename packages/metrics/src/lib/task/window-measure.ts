import type { MetricPlan } from "@sedge/protocol/metric-plan";
import type { WindowMeasure } from "@sedge/protocol";
import { windowLayout } from "../vote/window-layout.ts";
import { selectionWeight } from "./selection.ts";
import { planBudget } from "./window-budget.ts";

/**
 * What a window of a plan asks of a vote, and what it costs. Both operators and every device reckon it themselves, and take part in no window whose terms
 * say something else.
 *
 * @throws RangeError for a window that the plan lacks.
 */
export function windowMeasure(plan: MetricPlan, seconds: number): WindowMeasure {
  const { window, shape } = windowLayout(plan, seconds);
  const own = planBudget(plan).windows.find((one) => one.seconds === seconds);
  if (!own) throw new RangeError("the plan has no such window");
  return {
    blocks: [...shape.blocks],
    maxFilled: shape.maxFilled,
    noise: [...own.noise],
    weight: selectionWeight(window),
    rho: own.rho,
    delta: plan.budget.delta,
    minPeople: window.minPeople,
  };
}

/** Rounding of a deviation on its way through another engine's logarithms and the decimal numbers of JSON. */
const SLACK = 1e-9;

const isNear = (one: number, other: number) => Math.abs(one - other) <= SLACK * Math.abs(other);

/** Whether a window's terms ask what the plan asks, at its cost. */
export function isMeasure(terms: WindowMeasure, own: WindowMeasure): boolean {
  const { blocks, noise } = own;
  return (
    terms.blocks.length === blocks.length &&
    terms.noise.length === noise.length &&
    terms.blocks.every((size, index) => size === blocks[index]) &&
    terms.noise.every((stdDev, index) => isNear(stdDev, noise[index] ?? 0)) &&
    terms.maxFilled === own.maxFilled &&
    terms.weight === own.weight &&
    isNear(terms.rho, own.rho) &&
    terms.delta === own.delta &&
    terms.minPeople === own.minPeople
  );
}
