import type { Cell, Channel, Codebook } from "@sedge/protocol";
import { levelOf } from "../cell-tree.ts";
import { spaceChannelOf } from "./channel-features.ts";
import { channelsIn, ownCoordinates } from "./profile-codebook.ts";

/** A cell that a person was met in on a channel. */
export interface MetIn {
  readonly channel: Channel;
  readonly cell: Cell;
}

/**
 * What the cells of a person's channels say of each: the channel's own coordinates of its cell's centroid. The web's and the app's
 * are one channel's, by weight of their depths. A cell at the root says nothing. Undefined if the codebook is of visits alone.
 */
export function describedChannels(
  codebook: Codebook,
  met: readonly MetIn[],
): Partial<Record<Channel, number[]>> | undefined {
  const channels = channelsIn(codebook);
  if (!channels) return undefined;
  const known: Partial<Record<Channel, number[]>> = {};
  for (const { channel } of channels) {
    const informative = met.filter((one) => spaceChannelOf(one.channel) === channel && levelOf(one.cell) > 0);
    const weight = informative.reduce((sum, { cell }) => sum + levelOf(cell), 0);
    const [first, ...others] = informative.map(({ cell }) =>
      (ownCoordinates(channels, channel, cell.centroid) ?? []).map((x) => (x * levelOf(cell)) / weight),
    );
    if (first) known[channel] = others.reduce((sum, own) => sum.map((x, i) => x + (own[i] ?? 0)), first);
  }
  return known;
}
