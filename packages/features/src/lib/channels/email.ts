import type { ChannelDefinition } from "./channel-definition.ts";
import { counts, logScaled, share, shareOf } from "./measure.ts";

/**
 * E-mails to a person.
 *
 * | feature | 0 | 1 | rule |
 * |---|---|---|---|
 * | `received` | none | 100 or more | ln(1 + n) / ln(101) |
 * | `opened`, `clicked` | none of them | all | share of those received |
 */
export const EMAIL: ChannelDefinition = {
  role: "mail",
  space: "email",
  features: [...counts("received"), share("opened"), share("clicked")],
  coordinates: ({ touches, opened, clicked }) => [
    logScaled(touches, 100),
    shareOf("opened", opened, touches),
    shareOf("clicked", clicked, touches),
  ],
  words: {
    opened: [
      [0.15, "leaves mails unread"],
      [0.5, "opens some mails"],
      [Infinity, "opens mails"],
    ],
    clicked: [
      [0.15, ""],
      [Infinity, "follows their links"],
    ],
    received: [],
  },
};
