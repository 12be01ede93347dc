import * as v from "valibot";
import { blocksOfMetric, Metric, MetricPlan, PlanForm, PlanPage, PlanWindow } from "./metric-plan.ts";
import { MAX_WINDOW_BUCKETS, MIN_WINDOW_PEOPLE, MIN_WINDOW_SECONDS } from "./plan-limits.ts";

/** The plan, or every mistake in it, each as one sentence. */
export type ReadMetricPlan = { readonly plan: MetricPlan } | { readonly errors: readonly string[] };

/** Where the plan is used: at an edge on a loopback address windows may be short and small. */
export interface PlanPlace {
  /** Default: false. */
  readonly isLoopback?: boolean;
}

const WEEK_SECONDS = 604_800;

/**
 * Reads a metric plan.
 *
 * @param input - Parsed JSON, from anybody.
 * @param mistakesOfKinds - Further checks, on what is well formed. Default: none.
 * @returns The plan; or all mistakes at once, the first of the document first.
 */
export function readMetricPlan(
  input: unknown,
  place: PlanPlace = {},
  mistakesOfKinds: (parts: PlanParts) => string[] = () => [],
): ReadMetricPlan {
  const parsed = v.safeParse(MetricPlan, input);
  const parts = partsOf(input);
  const errors = [...(parsed.issues ?? []).map(sentenceOf), ...mistakesIn(parts, place), ...mistakesOfKinds(parts)];
  return parsed.success && errors.length === 0 ? { plan: parsed.output } : { errors };
}

/** `metrics 2, dimensions 1, values: must list all of its values.` */
function sentenceOf(issue: v.BaseIssue<unknown>): string {
  const steps = (issue.path ?? []).map(({ key }) => (typeof key === "number" ? ` ${key + 1}` : `, ${String(key)}`));
  const where = steps.join("").replace(/^, /, "");
  if (where === "") return "The plan is not a JSON object.";
  if (issue.type === "strict_object") {
    return issue.expected === "never"
      ? `The plan has a field that no plan has: ${where}.`
      : `The plan lacks a field: ${where}.`;
  }
  return `The plan's ${where} ${issue.message}.`;
}

/** What of the document is well formed: mistakes there are named even if others hide the rest. */
export interface PlanParts {
  readonly sensitive: readonly string[];
  readonly pages: readonly PlanPage[];
  readonly forms: readonly PlanForm[];
  readonly windows: readonly PlanWindow[];
  readonly metrics: readonly Metric[];
}

function partsOf(input: unknown): PlanParts {
  const lists = v.safeParse(v.record(v.string(), v.unknown()), input);
  const list = <T>(name: string, schema: v.GenericSchema<unknown, T>): T[] => {
    const items = v.safeParse(v.array(v.unknown()), lists.success ? lists.output[name] : undefined);
    if (!items.success) return [];
    return items.output.flatMap((item) => {
      const one = v.safeParse(schema, item);
      return one.success ? [one.output] : [];
    });
  };
  return {
    sensitive: list("sensitive", v.string()),
    pages: list("pages", PlanPage),
    forms: list("forms", PlanForm),
    windows: list("windows", PlanWindow),
    metrics: list("metrics", Metric),
  };
}

function repeated(names: readonly (string | number)[]): (string | number)[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}

function mistakesIn(parts: PlanParts, place: PlanPlace): string[] {
  return [...mistakesOfNames(parts), ...mistakesOfWindows(parts, place), ...mistakesOfMetrics(parts)];
}

function mistakesOfNames({ pages, forms, metrics, sensitive }: PlanParts): string[] {
  const steps = forms.flatMap(({ page, steps }) => steps.map(({ name }) => `${page}: ${name}`));
  const named = [
    ...pages.map(({ name }) => ({ name, what: `The page "${name}"` })),
    ...steps.map((name) => ({ name, what: `The step "${name}"` })),
    ...metrics.flatMap(({ id, dimensions }) =>
      dimensions.flatMap((dimension) => [
        { name: dimension.name, what: `The dimension "${dimension.name}" of "${id}"` },
        ...dimension.values.map((name) => ({ name, what: `The value "${name}" of "${id}"` })),
      ]),
    ),
  ];
  const isSensitive = (name: string, word: string) => name.toLowerCase().includes(word.toLowerCase());
  return [
    ...repeated(pages.map(({ name }) => name)).map((name) => `The page "${name}" is declared twice.`),
    ...repeated(pages.flatMap(({ templates }) => templates)).map((one) => `The template ${one} belongs to two pages.`),
    ...repeated(steps).map((name) => `The step "${name}" is declared twice.`),
    ...forms
      .filter(({ page }) => !pages.some(({ name }) => name === page))
      .map(({ page }) => `A form is on the page "${page}", which is not declared.`),
    ...named.flatMap(({ name, what }) =>
      sensitive
        .filter((word) => word !== "" && isSensitive(name, word))
        .map((word) => `${what} contains "${word}", which this site calls sensitive.`),
    ),
  ];
}

function mistakesOfWindows({ windows, metrics }: PlanParts, { isLoopback = false }: PlanPlace): string[] {
  const [fewest, shortest] = isLoopback ? [2, 60] : [MIN_WINDOW_PEOPLE, MIN_WINDOW_SECONDS];
  return [
    ...repeated(windows.map(({ seconds }) => seconds)).map((one) => `Two windows have ${one} seconds.`),
    ...windows.flatMap(({ seconds, minPeople, maxFilled }) => {
      const blocks = metrics.filter((one) => one.windowSeconds === seconds).flatMap(blocksOfMetric);
      const buckets = blocks.reduce((sum, size) => sum + size, 0);
      const what = `The window of ${seconds} seconds`;
      return [
        seconds < shortest ? `${what} is shorter than ${shortest} seconds.` : "",
        WEEK_SECONDS % seconds === 0 ? "" : `${what} does not divide a week.`,
        minPeople < fewest ? `${what} opens with ${minPeople} people, and needs at least ${fewest}.` : "",
        buckets > MAX_WINDOW_BUCKETS ? `${what} has ${buckets} buckets, and may have ${MAX_WINDOW_BUCKETS}.` : "",
        blocks.length === 0 ? `${what} has no metric.` : "",
        (maxFilled ?? 1) > Math.max(1, blocks.length)
          ? `${what} cannot fill more than its ${blocks.length} blocks.`
          : "",
      ].filter(Boolean);
    }),
  ];
}

function mistakesOfMetrics({ windows, metrics }: PlanParts): string[] {
  const parts = metrics.reduce((sum, { part }) => sum + part, 0);
  return [
    ...repeated(metrics.map(({ id }) => id)).map((id) => `Two metrics are called "${id}".`),
    ...metrics.flatMap(({ id, dimensions, windowSeconds, totals = 0 }) => [
      ...repeated(dimensions.map(({ name }) => name)).map((name) => `"${id}" has the dimension "${name}" twice.`),
      ...dimensions.flatMap(({ name, values }) =>
        repeated(values).map((value) => `The dimension "${name}" of "${id}" has the value "${value}" twice.`),
      ),
      ...(windows.some(({ seconds }) => seconds === windowSeconds)
        ? []
        : [`"${id}" is answered every ${windowSeconds} seconds, and the plan has no such window.`]),
      ...(totals < dimensions.length
        ? []
        : [`"${id}" has totals of ${totals} dimensions, and may have ${dimensions.length - 1}.`]),
    ]),
    ...(parts > 1 + 1e-9 ? [`The metrics' parts add up to ${Number(parts.toFixed(3))}, and may add up to 1.`] : []),
  ];
}
