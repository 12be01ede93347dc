import type { ChannelDefinition } from "./channel-definition.ts";
import { counts, logScaled, share, shareOf } from "./measure.ts";

/**
 * Messages of a person's devices.
 *
 * | feature | 0 | 1 | rule |
 * |---|---|---|---|
 * | `activity` | none | 1,000 messages or more | ln(1 + n) / ln(1001) |
 * | `faults` | none of them | all | share of the messages |
 */
export const IOT: ChannelDefinition = {
  role: "device",
  space: "iot",
  features: [...counts("activity"), share("faults")],
  coordinates: ({ touches, faults }) => [logScaled(touches, 1_000), shareOf("faults", faults, touches)],
  words: {
    activity: [
      [0.4, "little used device"],
      [Infinity, "much used device"],
    ],
    faults: [
      [0.2, ""],
      [Infinity, "with faults"],
    ],
  },
};
