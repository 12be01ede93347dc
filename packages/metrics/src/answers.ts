export {
  CONTACT_OUTCOMES,
  type ContactFacts,
  contactOutcome,
  type RememberedContact,
  RETURN_SECONDS,
} from "./lib/kinds/contact.ts";
export { type ConversionFacts, conversionOutcome, type RememberedArrival } from "./lib/kinds/conversion.ts";
export { FRICTION_SIGNALS, type FrictionFacts, type FrictionSignal } from "./lib/kinds/friction.ts";
export { METRIC_RULES, type MetricFacts } from "./lib/kinds/kinds.ts";
export type { Choose, MetricKindRules } from "./lib/kinds/metric-kind-rules.ts";
export { readPlan } from "./lib/kinds/read-plan.ts";
export { isHeldOut } from "./lib/kinds/uplift.ts";
export { metricVote } from "./lib/vote/metric-vote.ts";
export { type MetricBlock, valuesOfBucket, type WindowLayout, windowLayout } from "./lib/vote/window-layout.ts";
