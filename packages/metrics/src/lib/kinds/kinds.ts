import type { Metric, MetricKind } from "@sedge/protocol/metric-plan";
import { consent } from "./consent.ts";
import { contact } from "./contact.ts";
import { conversion } from "./conversion.ts";
import { friction } from "./friction.ts";
import { funnel } from "./funnel.ts";
import type { Answer, Choose, MetricKindRules } from "./metric-kind-rules.ts";
import { prediction } from "./prediction.ts";
import { transition } from "./transition.ts";
import { uplift } from "./uplift.ts";

/** The rules of every kind. A kind of the protocol without its file does not compile. */
const RULES = {
  friction,
  contact,
  transition,
  funnel,
  conversion,
  prediction,
  uplift,
  consent,
} satisfies Record<MetricKind, MetricKindRules<never>>;

type FactsOf<K extends MetricKind> = Parameters<(typeof RULES)[K]["answer"]>[0];

/** What a device knows of its person for one window, by kind. Absent: nothing, and metrics of the kind do not apply. */
export type MetricFacts = { readonly [K in MetricKind]?: FactsOf<K> };

export const METRIC_RULES: { readonly [K in MetricKind]: MetricKindRules<FactsOf<K>> } = RULES;

/** A person's answer to a metric, or null where it does not apply. */
export function answerOf<K extends MetricKind>(
  metric: Metric & { readonly kind: K },
  facts: { readonly [One in K]?: FactsOf<One> },
  choose: Choose,
): Answer | null {
  const known = facts[metric.kind];
  return known === undefined ? null : METRIC_RULES[metric.kind].answer(known, metric, choose);
}
