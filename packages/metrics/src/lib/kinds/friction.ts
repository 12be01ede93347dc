import { placesOf } from "@sedge/protocol/metric-plan";
import { drawn, type MetricKindRules } from "./metric-kind-rules.ts";

/** Signs that somebody is stuck, the gravest first. */
export const FRICTION_SIGNALS = [
  "abandonment",
  "error-loop",
  "rage",
  "dead",
  "repeated-search",
  "back-and-forth",
] as const;
export type FrictionSignal = (typeof FRICTION_SIGNALS)[number];

/** The places (a page, or "page: step") that a person visited in the window, each once, with the signals there. */
export interface FrictionFacts {
  readonly visits: readonly { readonly place: string; readonly signals: readonly FrictionSignal[] }[];
}

/**
 * Where do people get stuck?
 *
 * One of the visited places that the metric lists is drawn, and answered with its gravest signal that the metric lists, or with
 * "none". So the count of a place is the number of people for whom it was drawn, and the share of a signal in it is that
 * signal's rate among the visits to it. For the count of all visits to one place, give it a metric of its own.
 */
export const friction: MetricKindRules<FrictionFacts> = {
  dimensions: [
    { name: "place", allowed: placesOf },
    { name: "signal", allowed: () => ["none", ...FRICTION_SIGNALS], required: ["none"] },
  ],
  answer({ visits }, { dimensions: [places, signals] }, choose) {
    const visit = drawn(
      visits.filter(({ place }) => places?.values.includes(place)),
      choose,
    );
    if (visit === null) return null;
    const gravest = FRICTION_SIGNALS.find((one) => visit.signals.includes(one) && signals?.values.includes(one));
    return { place: visit.place, signal: gravest ?? "none" };
  },
};
