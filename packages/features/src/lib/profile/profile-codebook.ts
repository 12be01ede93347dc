import type { Channel, Codebook } from "@sedge/protocol";
import { CHANNEL_FEATURES, spaceChannelOf } from "./channel-features.ts";
import { type ChannelFeatures, profileFeatures, profilePoint } from "./profile-space.ts";

/** Version of the space in which each channel has a flag and features of its own. */
export const PROFILE_SCHEMA = "profile.v1";

/** The space that a codebook's or a measurement's points live in. */
export type Space = Pick<Codebook, "features"> & { readonly featureSchema?: string | undefined };

/** A channel's coordinates as they are known of one person. */
export type KnownChannels = Readonly<Partial<Record<Channel, readonly number[]>>>;

/**
 * The channels that a space has features of, in its order; undefined if it is no `profile.v1` space, or of features
 * that this version does not know.
 */
export function channelsIn({ featureSchema, features }: Space): ChannelFeatures[] | undefined {
  if (featureSchema !== PROFILE_SCHEMA) return undefined;
  const channels = CHANNEL_FEATURES.filter((one) => features.includes(profileFeatures([one])[0] ?? ""));
  return profileFeatures(channels).join() === features.join() ? channels : undefined;
}

/**
 * The point of a person with one channel's `coordinates`, in the order of `CHANNEL_FEATURES`, and other channels'
 * `others`. Undefined if the space has no such channel: then it has no codeword, and only links.
 */
export function pointIn(
  space: Space,
  channel: Channel,
  coordinates: readonly number[],
  others: KnownChannels = {},
): number[] | undefined {
  const channels = channelsIn(space);
  const own = spaceChannelOf(channel);
  if (!channels?.some((one) => one.channel === own)) return undefined;
  return profilePoint(channels, { ...others, [own]: coordinates });
}

/** A channel's own part of a point of the space, without its flag; undefined where the space has no such channel. */
export function ownCoordinates(
  channels: readonly ChannelFeatures[],
  channel: Channel,
  point: readonly number[],
): number[] | undefined {
  let start = 0;
  for (const { channel: other, features } of channels) {
    if (other === spaceChannelOf(channel)) return point.slice(start + 1, start + 1 + features.length);
    start += 1 + features.length;
  }
  return undefined;
}
