import * as v from "valibot";

const flag = v.optional(v.boolean());

/**
 * One contact of a person with a channel other than a page, as the channel's owner has it on its own machine. It never leaves
 * that; what it adds to a {@link TouchTally} does not either. What is not known is left out.
 */
export const Touch = v.strictObject({
  /** Seconds since 1970. */
  at: v.pipe(v.number(), v.finite()),
  /** What was paid, in the channel's currency, at least 0. */
  amount: v.optional(v.pipe(v.number(), v.finite(), v.minValue(0))),
  /** Where in the shop it belongs. */
  department: v.optional(v.pipe(v.string(), v.maxLength(200))),
  /** Whether the contact settled its matter. */
  isResolved: flag,
  /** Whether the person was displeased. */
  isDispleased: flag,
  isOpened: flag,
  isClicked: flag,
  /** Whether the message reports a fault of the device. */
  isFault: flag,
});
export type Touch = v.InferOutput<typeof Touch>;
