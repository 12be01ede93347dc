import * as v from "valibot";
import { base64url, base64urlUpTo } from "./base64url.ts";
import { VoteReceipt } from "./consent-receipt.ts";
import { MAX_SHARE_BYTES } from "./limits.ts";
import { RoundId } from "./round.ts";

/** Largest part of a report that both operators read, in bytes: seeds and commitments. */
const MAX_PUBLIC_SHARE_BYTES = 1_024;
/** Largest sealed share, in bytes: the aggregator's seeds, its part of the ballot, and what HPKE adds. */
const MAX_SEALED_SHARE_BYTES = 2_048;

/** A spent ballot as one operator sees it: the number that the device drew, and that operator's PRF of it. */
export const SpentBallot = v.strictObject({ nonce: base64url(32), output: base64url(32) });
export type SpentBallot = v.InferOutput<typeof SpentBallot>;

/** Names a report, and binds its proof: 16 random bytes. */
export const ReportNonce = v.pipe(base64url(16), v.brand("ReportNonce"));
export type ReportNonce = v.InferOutput<typeof ReportNonce>;

const publicShare = base64urlUpTo(MAX_PUBLIC_SHARE_BYTES, 0);
const sealedShare = base64urlUpTo(MAX_SEALED_SHARE_BYTES);

/**
 * Device to edge (promise rows 4 and 5): one vote in two shares. Neither token, profile nor address belongs to it. The same
 * bytes may be sent again until they are answered.
 */
export const Contribution = v.strictObject({
  round: RoundId,
  nonce: ReportNonce,
  /** The ballot with the edge's PRF of it; the aggregator's is in its sealed share. */
  ballot: SpentBallot,
  publicShare,
  edgeShare: base64urlUpTo(MAX_SHARE_BYTES),
  /** The aggregator's share and its part of the ballot, sealed so that the edge, which passes it on, can't read it. */
  sealedShare,
  receipt: VoteReceipt,
});
export type Contribution = v.InferOutput<typeof Contribution>;

/**
 * Edge to device: the contribution is stored, and will be verified together with the second operator. Nobody learns the
 * result for a single contribution.
 */
export const ContributionResult = v.object({ round: RoundId, state: v.literal("received") });
export type ContributionResult = v.InferOutput<typeof ContributionResult>;

/** What of a contribution both operators name it by. */
export const ReportHead = v.strictObject({
  nonce: ReportNonce,
  ballot: SpentBallot.entries.nonce,
  publicShare,
  sealedShare,
});
