import * as v from "valibot";
import { Channel } from "./channel.ts";
import { ClusterId } from "./codebook.ts";
import { MAX_CODEBOOK_FEATURES } from "./limits.ts";

const finite = v.pipe(v.number(), v.finite());
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const share = v.pipe(finite, v.minValue(0), v.maxValue(1));
const feature = v.pipe(v.string(), v.minLength(1), v.maxLength(80));

/** One way in which a cluster's people are not like the others. */
export const ClusterDifference = v.object({
  feature,
  /** Mean of the cluster's people. */
  mean: finite,
  /** Mean of everyone else. */
  elsewhere: finite,
  /** The difference in standard deviations of all people; above 0 where the cluster has more. */
  deviations: finite,
});
export type ClusterDifference = v.InferOutput<typeof ClusterDifference>;

/** Share of a cluster's people whom a channel has met; `web` includes the app. */
const ChannelShare = v.object({ channel: Channel, share });

/** An intent of `SESSION_INTENTS`, and the share of a cluster's visits that have it next. */
const IntentShare = v.object({ code: v.pipe(v.string(), v.regex(/^[a-z-]{1,40}$/)), share });

/** Public description of one cluster of one generation, from published, noisy sums. */
export const ClusterCard = v.object({
  id: ClusterId,
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(80)),
  /** People of the round in the cluster, to the nearest multiple of `sizeStep`. */
  size: count,
  /** Two standard deviations of the noise in `size`: what is finer says nothing. At least 1. */
  sizeStep: v.pipe(count, v.minValue(1)),
  /** Share of all people of the round. */
  share,
  /** Mean of each feature, in the codebook's order. */
  centroid: v.pipe(v.array(v.object({ feature, mean: finite })), v.maxLength(MAX_CODEBOOK_FEATURES)),
  /** What sets the cluster apart, the greatest first. */
  differences: v.pipe(v.array(ClusterDifference), v.maxLength(MAX_CODEBOOK_FEATURES)),
  /** A sentence or two of the above, in words. */
  text: v.pipe(v.string(), v.maxLength(1_000)),
  /** How clearly its cells belong to it: 1 where every cell is far nearer to it than to the next cluster, 0 on the border. */
  confidence: share,
  /** Where its people were met, in the codebook's order of channels; absent where the codebook is of visits alone. */
  channels: v.optional(v.array(ChannelShare)),
  /**
   * Next steps of similar visits in public data; the shares add up to 1. No visitor is asked. Absent if the web has met
   * few of the cluster's people, or no public data has the codebook's features.
   */
  intents: v.optional(v.pipe(v.array(IntentShare), v.maxLength(16))),
  /** Share of what sets the cluster apart that is due to features which the site calls sensitive; below a half. */
  sensitiveShare: share,
});
export type ClusterCard = v.InferOutput<typeof ClusterCard>;
