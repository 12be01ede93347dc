import * as v from "valibot";
import { Channel } from "./channel.ts";
import { ClusterId } from "./codebook.ts";
import { Codeword, Generation } from "./codeword.ts";
import { ConsentReceipt } from "./consent-receipt.ts";
import { MAX_CODEWORD_DEPTH, MAX_TRIGGER_RULES } from "./limits.ts";
import { TriggerName } from "./trigger-name.ts";

/** Device to edge (promise rows 3 and 5): a codeword of a visitor who has no link token. Nothing of it is stored. */
export const AssignmentRequest = v.strictObject({ channel: Channel, codeword: Codeword, receipt: ConsentReceipt });
export type AssignmentRequest = v.InferOutput<typeof AssignmentRequest>;

/** Body of a signed `assign`: the codeword becomes this channel's, in the profile of the signing tokens. */
export const AssignBody = v.strictObject({ channel: Channel, codeword: Codeword });
export type AssignBody = v.InferOutput<typeof AssignBody>;

/** The same in an answer of the edge. */
export const ChannelCodeword = v.object({ channel: Channel, codeword: v.object(Codeword.entries) });

/** Edge to device: the cluster that the page personalises with. */
export const Assignment = v.object({
  clusterId: ClusterId,
  clusterName: v.string(),
  generation: Generation,
  /** Depth of the deepest codeword used, 0 (root) to 8. Less than the tree's depth means k cut it back. */
  level: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MAX_CODEWORD_DEPTH)),
  /** 0 to 1: share of the people in the cell who belong to the cluster; for several channels, of the fused cells. */
  confidence: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
  /** Channels whose codewords were fused. */
  channels: v.array(Channel),
  /** Trigger rules of the site that fired with this answer, by name; absent where none did. */
  triggers: v.exactOptional(v.pipe(v.array(TriggerName), v.maxLength(MAX_TRIGGER_RULES))),
});
export type Assignment = v.InferOutput<typeof Assignment>;
