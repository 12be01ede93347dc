import type { Metric, PlanParts } from "@sedge/protocol/metric-plan";

/** Draws 0 … count - 1, each with the same chance. */
export type Choose = (count: number) => number;

/** What a plan declares beside its metrics. */
export type PlanNames = Pick<PlanParts, "pages" | "forms">;

/** A dimension that metrics of a kind have. */
export interface DimensionRule {
  readonly name: string;
  /** Values that it may have. Absent: any that the plan declares. */
  readonly allowed?: (names: PlanNames) => readonly string[];
  /** Values that the plan must declare. */
  readonly required?: readonly string[];
  /** Whether the values are lower bounds of a number, in ascending order: "0", "50", "150". "none" may come first. */
  readonly isNumber?: boolean;
}

/** One value for each dimension. */
export type Answer = Readonly<Record<string, string>>;

/** A kind of metric: its dimensions, and the rules from what a device knows to one answer. */
export interface MetricKindRules<Facts> {
  /** In the order in which the plan lists them. */
  readonly dimensions: readonly DimensionRule[];
  /**
   * The answer of a person, or null where the metric does not apply to them.
   *
   * @param facts - Of this window, known on the device or in the connector. They never leave it.
   * @param choose - Draws one of several that apply, so that each person counts once.
   */
  answer(facts: Facts, metric: Metric, choose: Choose): Answer | null;
}

/** One of the items, drawn; null if there are none. */
export function drawn<T>(items: readonly T[], choose: Choose): T | null {
  return items[choose(items.length)] ?? null;
}

/** The value whose bound is the highest that `number` reaches; the lowest bound for less. "none" for null. */
export function boundOf(values: readonly string[], number: number | null): string {
  if (number === null) return "none";
  const bounds = values.filter((value) => value !== "none");
  return bounds.findLast((bound) => Number(bound) <= number) ?? bounds[0] ?? "none";
}

/** The declared values of a dimension. */
export function valuesOf(metric: Metric, dimension: string): readonly string[] {
  return metric.dimensions.find(({ name }) => name === dimension)?.values ?? [];
}
