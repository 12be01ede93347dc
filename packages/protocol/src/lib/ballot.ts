import * as v from "valibot";
import { ChannelCodeword } from "./assignment.ts";
import { base64url } from "./base64url.ts";
import { CHANNELS } from "./channel.ts";
import { VoteReceipt } from "./consent-receipt.ts";
import { RoundId } from "./round.ts";

const element = base64url(32);

/** Body of a signed `ballot`: a blinded ballot to be evaluated under both operators' keys of the round. */
export const BallotBody = v.strictObject({ round: RoundId, blinded: element });
export type BallotBody = v.InferOutput<typeof BallotBody>;

/** Device to edge (promise rows 4 and 5): the same for a visitor without a profile. */
export const BallotRequest = v.strictObject({ ...BallotBody.entries, receipt: VoteReceipt });
export type BallotRequest = v.InferOutput<typeof BallotRequest>;

/** Edge to aggregator: the blinded ballot, with nothing about who asks. */
export const BallotShareRequest = v.strictObject({ blinded: element });
export type BallotShareRequest = v.InferOutput<typeof BallotShareRequest>;

/** One operator's part of a ballot: its key times the element, and the proof that it is the key it has published. */
export const BallotShare = v.object({
  evaluated: element,
  /** RFC 9497 DLEQ proof: two scalars, 64 bytes. */
  proof: base64url(64),
});
export type BallotShare = v.InferOutput<typeof BallotShare>;

/**
 * Edge to device: both operators' parts, which the device unblinds separately. For a profile of a site with a codebook
 * of several channels, also its channels' codewords, so that its one vote is the person's and not one channel's.
 */
export const BallotResponse = v.object({
  edge: BallotShare,
  aggregator: BallotShare,
  codewords: v.exactOptional(v.pipe(v.array(ChannelCodeword), v.maxLength(CHANNELS.length))),
});
export type BallotResponse = v.InferOutput<typeof BallotResponse>;
