import * as v from "valibot";
import { MAX_DELTA } from "../limits.ts";
import { SiteId } from "../site-id.ts";
import { MetricKind } from "./metric-kind.ts";
import { PageTemplate } from "./page-template.ts";
import {
  BUDGET_SECONDS,
  MAX_DEVICE_EPSILON,
  MAX_DIMENSION_VALUES,
  MAX_FORM_STEPS,
  MAX_LABEL_CHARS,
  MAX_METRIC_DIMENSIONS,
  MAX_METRICS,
  MAX_PAGE_TEMPLATES,
  MAX_PLAN_PAGES,
  MAX_PLAN_WINDOWS,
  MAX_WINDOW_SECONDS,
} from "./plan-limits.ts";

/** Most people that a minimum can ask for. */
const MAX_MIN_PEOPLE = 10_000_000;

const whole = v.pipe(v.number("must be a number"), v.safeInteger("must be a whole number"));
const share = v.pipe(
  v.number("must be a number"),
  v.gtValue(0, "must be more than 0"),
  v.maxValue(1, "must be at most 1"),
);

/** Name of a page, step, dimension or value: the plan's author writes it, and no visitor. */
export const PlanLabel = v.pipe(
  v.string("must be text"),
  v.minLength(1, "must not be empty"),
  v.maxLength(MAX_LABEL_CHARS, `must have at most ${MAX_LABEL_CHARS} characters, because free text is not counted`),
  v.regex(
    /^[\p{L}\p{N}][\p{L}\p{N} .,&+_:/-]*$/u,
    "must be letters, digits and spaces, because values from visitors are not counted",
  ),
  v.check(
    (text) => !/\d{6,}|:\/\/|(?:^|[ /]):[a-z]/.test(text),
    "looks like an identifier, an address or a parameter, which no metric may contain",
  ),
);

/** A dimension with all of its values. */
export const MetricDimension = v.strictObject({
  name: v.pipe(v.string("must be text"), v.regex(/^[a-z][a-z-]{0,23}$/, "must be lower-case letters and hyphens")),
  values: v.pipe(
    v.array(PlanLabel, "must list all of its values"),
    v.minLength(1, "must list all of its values"),
    v.maxLength(MAX_DIMENSION_VALUES, `must have at most ${MAX_DIMENSION_VALUES} values`),
  ),
});
export type MetricDimension = v.InferOutput<typeof MetricDimension>;

/** One histogram that devices answer. */
export const Metric = v.strictObject({
  id: v.pipe(
    v.string("must be text"),
    v.regex(/^[a-z][a-z0-9-]{0,39}$/, "must be lower-case letters, digits and hyphens"),
  ),
  /** In plain language, for visitors. */
  question: v.pipe(
    v.string("must be text"),
    v.maxLength(140, "must have at most 140 characters"),
    v.regex(/^[^<>@/]+\?$/, "must be a question without addresses, and end with a question mark"),
  ),
  kind: MetricKind,
  dimensions: v.pipe(
    v.array(MetricDimension, "must be a list"),
    v.minLength(1, "must have at least one dimension"),
    v.maxLength(MAX_METRIC_DIMENSIONS, `must have at most ${MAX_METRIC_DIMENSIONS} dimensions`),
  ),
  /** One of the plan's windows. */
  windowSeconds: whole,
  /** The part of the metrics' budget that this metric takes. The parts of all metrics add up to at most 1. */
  part: share,
  /** How many leading dimensions get a block of totals each, so that totals are less noisy. Default: 0. */
  totals: v.exactOptional(
    v.pipe(whole, v.minValue(0, "must be 0 or more"), v.maxValue(MAX_METRIC_DIMENSIONS - 1, "is too large")),
  ),
});
export type Metric = v.InferOutput<typeof Metric>;

/** A window: all metrics of its length are answered in one vote. */
export const PlanWindow = v.strictObject({
  seconds: v.pipe(
    whole,
    v.minValue(60, "must be at least a minute"),
    v.maxValue(MAX_WINDOW_SECONDS, "must be at most a week"),
  ),
  minPeople: v.pipe(whole, v.minValue(2, "must be at least 2"), v.maxValue(MAX_MIN_PEOPLE, "is too large")),
  /** Most votes of one device in any 28 days. */
  votes: v.pipe(whole, v.minValue(1, "must be at least 1"), v.maxValue(28, "must be at most 28")),
  /** A device is selected for one in so many windows. Default: so many that no device ever reaches its most votes. */
  weight: v.exactOptional(
    v.pipe(whole, v.minValue(1, "must be at least 1"), v.maxValue(40_320, "must be at most 40,320")),
  ),
  /** Most blocks that one vote fills; where more metrics apply, the plan's first ones are answered. Default: all. */
  maxFilled: v.exactOptional(v.pipe(whole, v.minValue(1, "must be at least 1"))),
});
export type PlanWindow = v.InferOutput<typeof PlanWindow>;

export const PlanPage = v.strictObject({
  name: PlanLabel,
  templates: v.pipe(
    v.array(PageTemplate, "must be a list"),
    v.minLength(1, "must have at least one template"),
    v.maxLength(MAX_PAGE_TEMPLATES, `must have at most ${MAX_PAGE_TEMPLATES} templates`),
  ),
});
export type PlanPage = v.InferOutput<typeof PlanPage>;

/** A form, and how its steps are found on its page. */
export const PlanForm = v.strictObject({
  /** Name of a declared page. */
  page: PlanLabel,
  steps: v.pipe(
    v.array(
      v.strictObject({
        name: PlanLabel,
        /** CSS selector of the step's element. */
        selector: v.pipe(
          v.string("must be text"),
          v.minLength(1, "must not be empty"),
          v.maxLength(200, "must have at most 200 characters"),
        ),
      }),
      "must be a list",
    ),
    v.minLength(1, "must have at least one step"),
    v.maxLength(MAX_FORM_STEPS, `must have at most ${MAX_FORM_STEPS} steps`),
  ),
});
export type PlanForm = v.InferOutput<typeof PlanForm>;

/**
 * What a site asks all devices: its public metric plan. Its SHA-256 is in the site statement, so every device reads the same
 * questions. `readMetricPlan` reads one and names every mistake.
 */
export const MetricPlan = v.strictObject({
  /** Version of this format. */
  version: v.literal(1, "must be 1"),
  /** Counts the site's plans, from 1. */
  number: v.pipe(whole, v.minValue(1, "must be at least 1")),
  site: v.pipe(
    v.string("must be text"),
    v.check((text) => v.is(SiteId, text), "must be a site's name"),
    v.transform((text) => v.parse(SiteId, text)),
  ),
  budget: v.strictObject({
    /** What one device spends in any 28 days, on clusters and metrics together. */
    epsilon: v.pipe(
      v.number("must be a number"),
      v.gtValue(0, "must be more than 0"),
      v.maxValue(MAX_DEVICE_EPSILON, `must be at most ${MAX_DEVICE_EPSILON} in ${BUDGET_SECONDS / 86_400} days`),
    ),
    delta: v.pipe(
      v.number("must be a number"),
      v.gtValue(0, "must be more than 0"),
      v.maxValue(MAX_DELTA, `must be at most ${MAX_DELTA}`),
    ),
    /** The metrics' part of it, as zCDP; the rest is for clusters. */
    metricsShare: share,
  }),
  /** Words that no dimension, value, page or step may contain. */
  sensitive: v.pipe(v.array(PlanLabel, "must be a list"), v.maxLength(200, "must have at most 200 words")),
  pages: v.pipe(
    v.array(PlanPage, "must be a list"),
    v.maxLength(MAX_PLAN_PAGES, `must have at most ${MAX_PLAN_PAGES} pages`),
  ),
  forms: v.pipe(
    v.array(PlanForm, "must be a list"),
    v.maxLength(MAX_PLAN_PAGES, `must have at most ${MAX_PLAN_PAGES} forms`),
  ),
  windows: v.pipe(
    v.array(PlanWindow, "must be a list"),
    v.minLength(1, "must have at least one window"),
    v.maxLength(MAX_PLAN_WINDOWS, `must have at most ${MAX_PLAN_WINDOWS} windows`),
  ),
  metrics: v.pipe(
    v.array(Metric, "must be a list"),
    v.minLength(1, "must have at least one metric"),
    v.maxLength(MAX_METRICS, `must have at most ${MAX_METRICS} metrics`),
  ),
});
export type MetricPlan = v.InferOutput<typeof MetricPlan>;

/** Buckets of each block that a metric has in a vote: one for its totals by each leading dimension, then one for all of its dimensions. */
export function blocksOfMetric({ dimensions, totals = 0 }: Pick<Metric, "dimensions" | "totals">): number[] {
  let size = 1;
  const sizes = dimensions.map(({ values }) => (size *= values.length));
  return [...sizes.slice(0, totals), size];
}

/** Places where friction is counted: the declared pages, then each step as "page: step". */
export function placesOf({
  pages,
  forms,
}: {
  readonly pages: readonly PlanPage[];
  readonly forms: readonly PlanForm[];
}): string[] {
  return [
    ...pages.map(({ name }) => name),
    ...forms.flatMap(({ page, steps }) => steps.map(({ name }) => `${page}: ${name}`)),
  ];
}
