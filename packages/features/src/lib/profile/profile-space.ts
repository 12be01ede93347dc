import type { Channel } from "@sedge/protocol";
import type { ChannelDefinition } from "../channels/channel-definition.ts";

/** A channel's features of a person, as coordinates from 0 to 1. */
export interface ChannelFeatures {
  readonly channel: Channel;
  readonly features: ChannelDefinition["features"];
}

/**
 * Distance between people whom a channel has met and those whom it has not, relative to coordinates from 0 to 1: an
 * absent person differs from an inactive one, but that must not outweigh behaviour. Decision 20 has the measurements.
 */
export const PRESENCE = 0.25;

/**
 * Names of a cross-channel space's coordinates: for each channel whether it has met the person, then its features, such as
 * `shopTillPresent`, `shopTillSpend`.
 */
export function profileFeatures(channels: readonly ChannelFeatures[]): string[] {
  return channels.flatMap(({ channel, features }) => {
    const prefix = channel.replaceAll(/-./g, (letter) => letter.slice(1).toUpperCase());
    const named = features.map(({ name }) => `${prefix}${name.slice(0, 1).toUpperCase()}${name.slice(1)}`);
    return [`${prefix}Present`, ...named];
  });
}

/**
 * A person's point in that space. `known`: the coordinates of each channel that has met the person. Any other channel
 * has its flag set, and default features. Throws RangeError if the number of coordinates differs from the channel's
 * features.
 */
export function profilePoint(
  channels: readonly ChannelFeatures[],
  known: Readonly<Partial<Record<Channel, readonly number[]>>>,
): number[] {
  return channels.flatMap(({ channel, features }) => {
    const own = known[channel];
    if (own === undefined) return [0, ...features.map(({ absent }) => absent)];
    if (own.length !== features.length) throw new RangeError(`${channel}: not one coordinate a feature`);
    return [PRESENCE, ...own];
  });
}
