import { type Channel, CHANNELS } from "@sedge/protocol";
import { CHANNEL_DEFINITIONS } from "../channels/registry.ts";
import type { ChannelFeatures } from "./profile-space.ts";
import type { TouchTally } from "./touch-tally.ts";

/**
 * What each channel says of a person in a space of several channels (`profile.v1`), in the wire's order of channels. A
 * changed meaning is a new version of the schema. The files in `channels/` have the rules.
 */
export const CHANNEL_FEATURES: readonly ChannelFeatures[] = CHANNELS.filter(
  (channel) => spaceChannelOf(channel) === channel,
).map((channel) => ({ channel, features: CHANNEL_DEFINITIONS[channel].features }));

/** The channel whose features a channel's people have: the web's for the app, else its own. */
export function spaceChannelOf(channel: Channel): Channel {
  return CHANNEL_DEFINITIONS[channel].space;
}

/**
 * A person's coordinates in a channel's features, in the order of `CHANNEL_FEATURES`, each 0 to 1. Throws RangeError for `web`
 * and `app`, whose coordinates come from a visit.
 */
export function tallyCoordinates(channel: Channel, tally: TouchTally): number[] {
  const { coordinates } = CHANNEL_DEFINITIONS[channel];
  if (!coordinates) throw new RangeError(`${channel}: coordinates come from a visit, not from a tally`);
  return coordinates(tally);
}
