import type { Channel, ClusterId, ChannelTransition, JourneyStage } from "@sedge/protocol";
import { hoursSince, type ChannelSeen } from "./seen.ts";

/** All that a trigger rule may ask of a profile. */
export interface ProfileFacts {
  /** Now: hours of the clock since 1970. */
  readonly hour: number;
  /** The profile's fused cluster; null while it has none. */
  readonly cluster: ClusterId | null;
  /** The cluster of what each channel alone says. */
  readonly clusters: Readonly<Partial<Record<Channel, ClusterId>>>;
  readonly stage: JourneyStage;
  readonly seen: readonly ChannelSeen[];
  readonly transitions: readonly ChannelTransition[];
}

/** Hours since each channel was last seen. */
export function silence({ seen, hour }: Pick<ProfileFacts, "seen" | "hour">) {
  return hoursSince(seen, hour);
}
