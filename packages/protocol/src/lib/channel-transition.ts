import * as v from "valibot";
import { Channel } from "./channel.ts";

/** Highest count of a transition: 3 means three times or more. */
export const MAX_TRANSITIONS = 3;

/** How often a person was seen on one channel and next on another, within 30 days. Never which times these were. */
export const ChannelTransition = v.object({
  from: Channel,
  to: Channel,
  /** 1, 2, or 3 for three times and more. */
  times: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_TRANSITIONS)),
});
export type ChannelTransition = v.InferOutput<typeof ChannelTransition>;
