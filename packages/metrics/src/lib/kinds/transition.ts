import { type Channel, CHANNELS, JOURNEY_STAGES, type JourneyStage } from "@sedge/protocol";
import { drawn, type MetricKindRules } from "./metric-kind-rules.ts";

/** Changes of channel in the window, with the stage at the time. `previous` is "none" for somebody's first contact. */
export interface TransitionFacts {
  readonly transitions: readonly {
    readonly previous: Channel | "none";
    readonly current: Channel;
    readonly stage: JourneyStage;
  }[];
}

/** How do channels work together? One of the transitions is drawn. */
export const transition: MetricKindRules<TransitionFacts> = {
  dimensions: [
    { name: "previous", allowed: () => ["none", ...CHANNELS] },
    { name: "current", allowed: () => CHANNELS },
    { name: "stage", allowed: () => JOURNEY_STAGES },
  ],
  answer({ transitions }, _, choose) {
    const one = drawn(transitions, choose);
    return one && { previous: one.previous, current: one.current, stage: one.stage };
  },
};
