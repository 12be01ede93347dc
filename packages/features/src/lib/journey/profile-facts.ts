import {
  type Assignment,
  type Channel,
  CHANNELS,
  type ChannelTransition,
  type ClusterId,
  type JourneyStage,
} from "@sedge/protocol";
import type { Facts } from "../condition/evaluate-condition.ts";
import { type ChannelSeen, hoursSince } from "./seen.ts";

/** What the edge knows of a profile at an hour. */
export interface ProfileState {
  /** Now: hours of the clock since 1970. */
  readonly hour: number;
  /** The fused cluster; null while the profile has none. */
  readonly assignment: Pick<Assignment, "clusterId" | "channels" | "confidence" | "level"> | null;
  /** The cluster of what each channel alone says. */
  readonly clusters: Readonly<Partial<Record<Channel, ClusterId>>>;
  readonly stage: JourneyStage;
  readonly seen: readonly ChannelSeen[];
  readonly transitions: readonly ChannelTransition[];
}

/**
 * What trigger rules test. A cluster that the profile does not have is not known. When channels were seen and how often a person
 * changed between them is always known: `Infinity` hours since a channel that was never seen, 0 transitions. Pure.
 */
export function profileFacts({ hour, assignment, clusters, stage, seen, transitions }: ProfileState): Facts {
  const since = hoursSince(seen, hour);
  const hours = ([...CHANNELS, "any"] as const).map((channel) => [channel, since[channel] ?? Infinity] as const);
  const pairs = CHANNELS.flatMap((from) => CHANNELS.map((to) => [`transitions.${from}.${to}`, 0] as const));
  return {
    names: {
      stage: [stage],
      seen: Object.keys(since),
      ...Object.fromEntries(Object.entries(clusters).map(([channel, id]) => [`cluster.${channel}`, [id]])),
      ...(assignment && { cluster: [assignment.clusterId], channel: assignment.channels }),
    },
    numbers: {
      ...Object.fromEntries(hours.map(([channel, value]) => [`hours-since.${channel}`, value])),
      ...Object.fromEntries(pairs),
      ...Object.fromEntries(transitions.map(({ from, to, times }) => [`transitions.${from}.${to}`, times])),
      ...(assignment && { confidence: assignment.confidence, level: assignment.level }),
    },
  };
}
