import type { Channel, ClusterId, HandOver, JourneyStage } from "@sedge/protocol";
import { hoursSince, type Heard } from "./heard.ts";

/** All that a trigger rule may ask of a profile. */
export interface ProfileFacts {
  /** Now: hours of the clock since 1970. */
  readonly hour: number;
  /** The profile's fused cluster; null while it has none. */
  readonly cluster: ClusterId | null;
  /** The cluster of what each channel alone says. */
  readonly clusters: Readonly<Partial<Record<Channel, ClusterId>>>;
  readonly stage: JourneyStage;
  readonly heard: readonly Heard[];
  readonly handOvers: readonly HandOver[];
}

/** Hours since each channel was last heard of. */
export function silence({ heard, hour }: Pick<ProfileFacts, "heard" | "hour">) {
  return hoursSince(heard, hour);
}
