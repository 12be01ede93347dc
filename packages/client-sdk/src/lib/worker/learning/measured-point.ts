import type { Others } from "@sedge/contribution/record";
import { featureRecord, isOver, type Session, showsShop } from "@sedge/features";
import { type KnownChannels, spaceChannelOf, describedChannels, visitPoint } from "@sedge/features/profile";
import type { AssignBody, Channel, Codebook, Measurement } from "@sedge/protocol";

/** Pages after which a visit that goes on says something of the visitor; the first look round is alike for all. */
const ENOUGH_PAGES = 3;

/**
 * Whether a vote may include a visit: it shows a shop, which is all that clusters are made of, and has enough in it, or is over. `now`: milliseconds since 1970.
 */
export function isEnough(session: Session, now: number): boolean {
  const pages = session.events["page-view"];
  return showsShop(session) && (pages >= ENOUGH_PAGES || (pages > 0 && isOver(session, now)));
}

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
  return describedChannels(codebook, met);
}

/**
 * The point that a vote contributes, with one coordinate per feature of the measurement: the visit, and in a space of
 * several channels what the person's other channels have observed. Undefined if this version does not know the
 * measurement's features.
 */
export function measuredPoint(
  { featureSchema, features }: Measurement,
  session: Session,
  others?: KnownChannels,
): number[] | undefined {
  return visitPoint({ featureSchema, features }, featureRecord(session), others);
}
