import { type Channel, type ChannelTransition, MAX_TRANSITIONS } from "@sedge/protocol";

/** When a channel was last seen: the hour of the clock, counted since 1970. */
export interface ChannelSeen {
  readonly channel: Channel;
  readonly hour: number;
}

/** Hours for which a change from one channel to another is remembered: 30 days. */
export const TRANSITION_HOURS = 30 * 24;

/** A change from one channel to another, as one of a profile's tokens remembers it. `hour`: when it was last seen. */
export interface SeenTransition extends ChannelTransition {
  readonly hour: number;
}

/** Changes of several tokens of one profile, summed up, without those that are over. Pure. @param hour - Now. */
export function transitionsOf(seen: readonly SeenTransition[], hour: number): ChannelTransition[] {
  const sums = new Map<string, ChannelTransition>();
  for (const { from, to, times, hour: at } of seen) {
    if (at + TRANSITION_HOURS <= hour) continue;
    const before = sums.get(`${from} ${to}`)?.times ?? 0;
    sums.set(`${from} ${to}`, { from, to, times: Math.min(before + times, MAX_TRANSITIONS) });
  }
  return [...sums.values()].sort((one, other) => (`${one.from} ${one.to}` < `${other.from} ${other.to}` ? -1 : 1));
}

/** Hours since each channel was last seen, and since the latest of all (`any`); absent: never. Pure. */
export function hoursSince(seen: readonly ChannelSeen[], hour: number): Partial<Record<Channel | "any", number>> {
  const hours: Partial<Record<Channel | "any", number>> = {};
  for (const { channel, hour: at } of seen) {
    const since = Math.max(0, hour - at);
    hours[channel] = Math.min(since, hours[channel] ?? since);
    hours.any = Math.min(since, hours.any ?? since);
  }
  return hours;
}
