import * as v from "valibot";
import { Channel } from "./channel.ts";
import { ClusterId } from "./codebook.ts";
import { Generation } from "./codeword.ts";
import { JourneyStage } from "./journey-stage.ts";
import { LinkToken } from "./link-token.ts";
import { TriggerName } from "./trigger-name.ts";

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** What a rule's firing says of a profile: no more than the channel may read of it anyway. */
export const TriggerFindings = v.object({
  rule: TriggerName,
  /** Version of the site's rules that it was decided by. */
  version: count,
  stage: JourneyStage,
  /** Null while the profile has no codeword. */
  cluster: v.nullable(
    v.object({
      id: ClusterId,
      name: v.string(),
      generation: Generation,
      confidence: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
    }),
  ),
});
export type TriggerFindings = v.InferOutput<typeof TriggerFindings>;

/**
 * Edge to a channel's own system: the body of a webhook (https://www.standardwebhooks.com). `webhook-id` stays the same however often
 * it is sent.
 */
export const TriggerNotice = v.object({
  type: v.literal("sedge.trigger"),
  /** The full hour in which the rule fired, ISO 8601 in UTC. */
  timestamp: v.pipe(v.string(), v.isoTimestamp()),
  data: v.object({
    site: v.string(),
    channel: Channel,
    /** The channel's own token of the person: one that its own record or codeword registered. */
    token: LinkToken,
    ...TriggerFindings.entries,
  }),
});
export type TriggerNotice = v.InferOutput<typeof TriggerNotice>;

/** Webhooks that were given up, newest first, without the tokens. */
export const DeadWebhooks = v.object({
  webhooks: v.array(
    v.object({
      id: v.string(),
      channel: Channel,
      rule: TriggerName,
      /** The full hour in which it was given up, in seconds since 1970. */
      at: count,
    }),
  ),
});
export type DeadWebhooks = v.InferOutput<typeof DeadWebhooks>;
