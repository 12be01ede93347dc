import * as v from "valibot";
import { base64url, base64urlUpTo } from "./base64url.ts";
import { ReportHead } from "./contribution.ts";
import { MAX_BATCH_REPORTS, MAX_REPORT_SHARDS, MAX_SHARE_BYTES } from "./limits.ts";

/** Largest message of one operator's check, in bytes: a share of the proof's verifier. */
const MAX_CHECK_BYTES = 4_096;
const message = base64urlUpTo(MAX_CHECK_BYTES);

/** Names a batch: 16 random bytes, kept before it is first sent, so that a batch that is sent again is known. */
export const BatchId = v.pipe(base64url(16), v.brand("BatchId"));
export type BatchId = v.InferOutput<typeof BatchId>;

/** Edge to aggregator: reports to be checked together. The edge's own shares stay with it. */
export const ReportBatch = v.strictObject({
  batch: BatchId,
  /** Which of the round's objects collects them: all ballots of a batch hash to it. */
  shard: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MAX_REPORT_SHARDS - 1)),
  reports: v.pipe(
    v.array(v.strictObject({ ...ReportHead.entries, message })),
    v.minLength(1),
    v.maxLength(MAX_BATCH_REPORTS),
  ),
});
export type ReportBatch = v.InferOutput<typeof ReportBatch>;

/** Why a report counts at neither operator. */
export const ReportFault = v.picklist([
  "bad-seal",
  "bad-ballot",
  "ballot-spent",
  "bad-share",
  "bad-proof",
  "wrong-shard",
]);
export type ReportFault = v.InferOutput<typeof ReportFault>;

/**
 * The aggregator's decision on one report: its message, from which the edge reaches the same decision, or the fault.
 */
export const ReportVerdict = v.union([v.object({ message }), v.object({ fault: ReportFault })]);
export type ReportVerdict = v.InferOutput<typeof ReportVerdict>;

/** Aggregator to edge: a verdict for each report, in their order. The same again for the same batch. */
export const BatchVerdicts = v.object({
  verdicts: v.pipe(v.array(ReportVerdict), v.maxLength(MAX_BATCH_REPORTS)),
});
export type BatchVerdicts = v.InferOutput<typeof BatchVerdicts>;

/** A share of a sum, as the edge hands it over with its noise in it. */
export const SumShare = base64urlUpTo(MAX_SHARE_BYTES);
/** SHA-256 of the accepted reports, 32 bytes. */
export const AcceptedDigest = base64url(32);
