import type { Others } from "@sedge/contribution/record";
import { spaceChannelOf, toldChannels } from "@sedge/features/profile";
import type { AssignBody, Channel, Codebook } from "@sedge/protocol";

/**
 * What the person's channels other than this device's have observed: each one's own part of the public cell that its codeword
 * names. Undefined in a codebook of visits alone, and for codewords of another generation.
 */
export function otherChannels(codebook: Codebook, codewords: readonly AssignBody[], own: Channel): Others | undefined {
  const met = codewords.flatMap(({ channel, codeword }) => {
    const cell = codebook.cells.find(({ path }) => path === codeword.path);
    const isOther = spaceChannelOf(channel) !== spaceChannelOf(own) && codeword.generation === codebook.generation;
    return cell && isOther ? [{ channel, cell }] : [];
  });
  return toldChannels(codebook, met);
}
