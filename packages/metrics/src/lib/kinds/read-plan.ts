import type { Metric } from "@sedge/protocol/metric-plan";
import { type PlanPlace, type ReadMetricPlan, readMetricPlan } from "@sedge/protocol/metric-plan";
import { METRIC_RULES } from "./kinds.ts";
import type { DimensionRule, PlanNames } from "./metric-kind-rules.ts";

/**
 * Reads a metric plan, and checks each metric against the rules of its kind.
 *
 * @param input - Parsed JSON, from anybody.
 * @returns The plan, or all mistakes at once, each as one sentence.
 */
export function readPlan(input: unknown, place: PlanPlace = {}): ReadMetricPlan {
  return readMetricPlan(input, place, ({ metrics, ...names }) => metrics.flatMap((one) => mistakesOf(one, names)));
}

function mistakesOf(metric: Metric, names: PlanNames): string[] {
  const { id, kind, dimensions } = metric;
  const rules = METRIC_RULES[kind].dimensions;
  const expected = rules.map(({ name }) => name).join(", ");
  if (dimensions.map(({ name }) => name).join(", ") !== expected) {
    return [`"${id}" counts ${kind}, so its dimensions must be ${expected}.`];
  }
  return rules.flatMap((rule, index) => mistakesOfValues(id, rule, dimensions[index]?.values ?? [], names));
}

function mistakesOfValues(id: string, rule: DimensionRule, values: readonly string[], names: PlanNames): string[] {
  const what = `The dimension "${rule.name}" of "${id}"`;
  const allowed = rule.allowed?.(names);
  const unknown = values.filter((value) => allowed !== undefined && !allowed.includes(value));
  const missing = (rule.required ?? []).filter((value) => !values.includes(value));
  return [
    ...unknown.map((value) => `${what} has the value "${value}", which is not one of ${allowed?.join(", ")}.`),
    ...missing.map((value) => `${what} lacks the value "${value}".`),
    ...(rule.isNumber === true && !areBounds(values) ? [`${what} must list numbers in ascending order.`] : []),
  ];
}

function areBounds(values: readonly string[]): boolean {
  const bounds = (values[0] === "none" ? values.slice(1) : values).map(Number);
  return (
    bounds.length > 0 && bounds.every((bound, index) => Number.isFinite(bound) && bound > (bounds[index - 1] ?? -1e-9))
  );
}
