import { type Channel, CHANNELS, type TriggerCondition } from "@sedge/protocol";
import { hoursSince, type ChannelSeen } from "./seen.ts";
import { STAGE_HOURS } from "./profile-stage.ts";

/** Hours of a channel's silence after which a condition may change, for each channel; ascending. */
export type WatchedHours = Readonly<Partial<Record<Channel, readonly number[]>>>;

/** What the conditions of rules name. With a rule about stages, also what the stage rests on. Pure. */
export function watchedHours(conditions: readonly TriggerCondition[]): WatchedHours {
  const watched = new Map<Channel, Set<number>>();
  const watch = (channels: readonly Channel[], hours: readonly number[]) => {
    for (const channel of channels) watched.set(channel, new Set([...(watched.get(channel) ?? []), ...hours]));
  };
  const visit = (when: TriggerCondition): void => {
    if ("all" in when) return when.all.forEach(visit);
    if ("any" in when) return when.any.forEach(visit);
    if ("not" in when) return visit(when.not);
    if ("stage" in when) return watch(CHANNELS, STAGE_HOURS);
    if (!("seen" in when)) return;
    const hours = [when.withinHours, when.beyondHours].filter((one) => one !== undefined);
    watch(when.seen === "any" ? CHANNELS : [when.seen], hours);
  };
  conditions.forEach(visit);
  return Object.fromEntries(
    Array.from(watched, ([channel, hours]) => [channel, [...hours].sort((one, other) => one - other)] as const).filter(
      ([, hours]) => hours.length > 0,
    ),
  );
}

/** The hour in which a condition may change next if nothing more is seen the profile; undefined if none will. Pure. */
export function nextLook(watched: WatchedHours, seen: readonly ChannelSeen[], hour: number): number | undefined {
  const since = hoursSince(seen, hour);
  const due = CHANNELS.flatMap((channel) => {
    const silent = since[channel];
    if (silent === undefined) return [];
    // A silence of n hours is within n; one hour more, and it is not.
    const next = watched[channel]?.find((hours) => hours >= silent);
    return next === undefined ? [] : [hour + next + 1 - silent];
  });
  return due.length === 0 ? undefined : Math.min(...due);
}
