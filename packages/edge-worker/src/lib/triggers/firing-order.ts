import { Channel, TriggerFindings, TriggerRule } from "@sedge/protocol";
import * as v from "valibot";

/** A rule matches a profile: the shard fires it if the cap allows. */
export const FiringOrder = v.strictObject({
  /** Names this firing for ever: 16 random bytes, `webhook-id` of what is sent. */
  id: v.string(),
  /** Hours since 1970. */
  hour: v.number(),
  cap: TriggerRule.entries.cap,
  /** The channel that gets the webhook; null for the page. */
  channel: v.nullable(Channel),
  findings: TriggerFindings,
});
export type FiringOrder = v.InferOutput<typeof FiringOrder>;
