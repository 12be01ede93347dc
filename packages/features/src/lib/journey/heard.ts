import { type Channel, type HandOver, MAX_HAND_OVERS } from "@sedge/protocol";

/** When a channel was last heard of: the hour of the clock, counted since 1970. */
export interface Heard {
  readonly channel: Channel;
  readonly hour: number;
}

/** Hours for which a change from one channel to another is remembered: 30 days. */
export const HAND_OVER_HOURS = 30 * 24;

/** A change from one channel to another, as one of a profile's tokens remembers it. `hour`: when it was last seen. */
export interface SeenHandOver extends HandOver {
  readonly hour: number;
}

/** Changes of several tokens of one profile, summed up, without those that are over. Pure. @param hour - Now. */
export function handOversOf(seen: readonly SeenHandOver[], hour: number): HandOver[] {
  const sums = new Map<string, HandOver>();
  for (const { from, to, times, hour: at } of seen) {
    if (at + HAND_OVER_HOURS <= hour) continue;
    const before = sums.get(`${from} ${to}`)?.times ?? 0;
    sums.set(`${from} ${to}`, { from, to, times: Math.min(before + times, MAX_HAND_OVERS) });
  }
  return [...sums.values()].sort((one, other) => (`${one.from} ${one.to}` < `${other.from} ${other.to}` ? -1 : 1));
}

/** Hours since each channel was last heard of, and since the latest of all (`any`); absent: never. Pure. */
export function hoursSince(heard: readonly Heard[], hour: number): Partial<Record<Channel | "any", number>> {
  const hours: Partial<Record<Channel | "any", number>> = {};
  for (const { channel, hour: at } of heard) {
    const since = Math.max(0, hour - at);
    hours[channel] = Math.min(since, hours[channel] ?? since);
    hours.any = Math.min(since, hours.any ?? since);
  }
  return hours;
}
