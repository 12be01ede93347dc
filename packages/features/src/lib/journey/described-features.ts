import type { Channel, Codebook } from "@sedge/protocol";
import { cellOf, levelOf } from "../cell-tree.ts";
import type { Observation } from "../fuse.ts";
import { CHANNEL_FEATURES, spaceChannelOf } from "../profile/channel-features.ts";
import { channelsIn, ownCoordinates } from "../profile/profile-codebook.ts";

/** What the cells of a profile say of each channel: its features by name, 0 to 1, each the mean of a cell that k people share. */
export type DescribedFeatures = Readonly<Partial<Record<Channel, Readonly<Record<string, number>>>>>;

/** The features described by a profile's codewords. The root cell contains everyone and describes none. Pure. */
export function describedFeatures(codebook: Codebook, observations: readonly Observation[]): DescribedFeatures {
  const channels = channelsIn(codebook);
  const described: Partial<Record<Channel, Record<string, number>>> = {};
  for (const { channel, codeword } of observations) {
    const cell = cellOf(codebook, codeword);
    if (!cell || levelOf(cell) === 0) continue;
    const own = channels
      ? ownCoordinates(channels, channel, cell.centroid)
      : spaceChannelOf(channel) === "web"
        ? cell.centroid
        : undefined;
    const names = channels ? namesOf(channel) : codebook.features;
    if (own) described[channel] = Object.fromEntries(names.map((name, index) => [name, own[index] ?? 0]));
  }
  return described;
}

function namesOf(channel: Channel): string[] {
  const own = CHANNEL_FEATURES.find((one) => one.channel === spaceChannelOf(channel));
  return (own?.features ?? []).map(({ name }) => name);
}
