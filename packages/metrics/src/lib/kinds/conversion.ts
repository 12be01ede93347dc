import { boundOf, type MetricKindRules, valuesOf } from "./metric-kind-rules.ts";

export const CONVERSION_OUTCOMES = ["nothing", "cart", "purchase-1", "purchase-7", "purchase-30"] as const;
/** `purchase-7`: a purchase within 7 days, and not within 1. */
export type ConversionOutcome = (typeof CONVERSION_OUTCOMES)[number];

/** An arrival whose outcome became known in the window. */
export interface ConversionFacts {
  /** Kind of source, or a declared campaign. */
  readonly source: string;
  readonly cluster: string;
  readonly outcome: ConversionOutcome;
  /** Value of the purchase in the site's currency; null without one. */
  readonly value: number | null;
}

const DAY_SECONDS = 86_400;
const PERIODS = [
  [1, "purchase-1"],
  [7, "purchase-7"],
  [30, "purchase-30"],
] as const;

/** An arrival as the device remembers it; times in seconds since 1970. */
export interface RememberedArrival {
  readonly at: number;
  readonly cartAt: number | null;
  readonly purchaseAt: number | null;
}

/** The outcome of an arrival, and when it became known. Null while 30 days are not over and nothing was bought. */
export function conversionOutcome(
  { at, cartAt, purchaseAt }: RememberedArrival,
  now: number,
): { readonly outcome: ConversionOutcome; readonly knownAt: number } | null {
  const isIn = (time: number | null, days: number) => time !== null && time <= now && time < at + days * DAY_SECONDS;
  const [, purchase] = PERIODS.find(([days]) => isIn(purchaseAt, days)) ?? [];
  if (purchase !== undefined) return { outcome: purchase, knownAt: purchaseAt ?? now };
  const end = at + 30 * DAY_SECONDS;
  if (now < end) return null;
  return { outcome: isIn(cartAt, 30) ? "cart" : "nothing", knownAt: end };
}

/** What leads to a purchase? */
export const conversion: MetricKindRules<ConversionFacts> = {
  dimensions: [
    { name: "source" },
    { name: "cluster" },
    { name: "outcome", allowed: () => CONVERSION_OUTCOMES, required: CONVERSION_OUTCOMES },
    { name: "value", isNumber: true, required: ["none"] },
  ],
  answer: ({ source, cluster, outcome, value }, metric) => ({
    source,
    cluster,
    outcome,
    value: boundOf(valuesOf(metric, "value"), outcome.startsWith("purchase") ? value : null),
  }),
};
