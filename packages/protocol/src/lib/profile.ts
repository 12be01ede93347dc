import * as v from "valibot";
import { Assignment } from "./assignment.ts";
import { Channel } from "./channel.ts";
import { Codeword } from "./codeword.ts";
import { ConsentReceipt } from "./consent-receipt.ts";
import { LinkToken } from "./link-token.ts";
import { OperationId } from "./signed-message.ts";

/** Answer to `link`, `unlink`: how many tokens the signing token's profile holds now, itself included. */
export const LinkOutcome = v.strictObject({
  operationId: OperationId,
  tokens: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** The profile's fused cluster, null while no channel has sent a codeword. */
  assignment: v.nullable(Assignment),
});
export type LinkOutcome = v.InferOutput<typeof LinkOutcome>;

/** Answer to `export`: all that is stored at the edge about the profile. */
export const ProfileExport = v.strictObject({
  tokens: v.array(LinkToken),
  edges: v.array(v.strictObject({ a: LinkToken, b: LinkToken, kind: v.literal("strong"), operationId: OperationId })),
  observations: v.array(v.strictObject({ token: LinkToken, channel: Channel, codeword: Codeword })),
  receipts: v.array(v.strictObject({ token: LinkToken, receipt: ConsentReceipt })),
  assignment: v.nullable(Assignment),
});
export type ProfileExport = v.InferOutput<typeof ProfileExport>;

/** Answer to `erase`: how many of each were deleted. All 0 when nothing was stored. */
export const ErasureOutcome = v.strictObject({
  operationId: OperationId,
  tokens: v.pipe(v.number(), v.integer(), v.minValue(0)),
  edges: v.pipe(v.number(), v.integer(), v.minValue(0)),
  observations: v.pipe(v.number(), v.integer(), v.minValue(0)),
});
export type ErasureOutcome = v.InferOutput<typeof ErasureOutcome>;
