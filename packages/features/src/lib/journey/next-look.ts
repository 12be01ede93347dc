import { type Channel, CHANNELS } from "@sedge/protocol";
import type { Condition } from "@sedge/protocol/condition";
import { hoursSince, type ChannelSeen } from "./seen.ts";
import { STAGE_HOURS } from "./profile-stage.ts";

const HOURS_SINCE = "hours-since.";

/** Hours of a channel's silence after which a condition may change, for each channel; ascending. */
export type WatchedHours = Readonly<Partial<Record<Channel, readonly number[]>>>;

/** What the conditions of rules name. With a rule about stages, also what the stage rests on. Pure. */
export function watchedHours(conditions: readonly Condition[]): WatchedHours {
  const watched = new Map<Channel, Set<number>>();
  const watch = (channels: readonly Channel[], hours: readonly number[]) => {
    for (const channel of channels) watched.set(channel, new Set([...(watched.get(channel) ?? []), ...hours]));
  };
  const visit = (condition: Condition): void => {
    if (condition.op === "not") return visit(condition.of);
    if (condition.op === "all" || condition.op === "any") return condition.of.forEach(visit);
    const { subject } = condition;
    if (subject === "stage") return watch(CHANNELS, STAGE_HOURS);
    if (condition.op === "is" || !subject.startsWith(HOURS_SINCE)) return;
    const { by, limit } = condition;
    // The last hour before it changes: `> 2` and `<= 2` change after hour 2, `>= 2` and `< 2` after hour 1.
    const hour = by === ">" || by === "<=" ? limit : limit - 1;
    const channels = CHANNELS.filter((channel) => [channel, "any"].includes(subject.slice(HOURS_SINCE.length)));
    if (hour >= 0) watch(channels, [hour]);
  };
  conditions.forEach(visit);
  const lists = Array.from(watched, ([channel, hours]) => {
    return [channel, [...hours].sort((one, other) => one - other)] as const;
  });
  return Object.fromEntries(lists);
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
