import type { Channel } from "@sedge/protocol";
import type { ChannelDefinition } from "./channel-definition.ts";
import { counts, logScaled, share, shareOf } from "./measure.ts";

/**
 * A channel on which people contact the site.
 *
 * | feature | 0 | 1 | rule |
 * |---|---|---|---|
 * | `contacts` | none | 20 or more | ln(1 + n) / ln(21) |
 * | `unresolved`, `displeased` | none of them | all | share of the contacts for which it is known |
 *
 * @param once - Words for one contact, `often` for several; the limits correspond to 1.5 and 4.5 contacts.
 */
function conversation(space: Channel, once: string, often: string): ChannelDefinition {
  return {
    role: "conversation",
    space,
    features: [...counts("contacts"), share("unresolved"), share("displeased")],
    coordinates: ({ touches, unresolved, displeased }) => [
      logScaled(touches, 20),
      shareOf("unresolved", unresolved.yes, unresolved.known),
      shareOf("displeased", displeased.yes, displeased.known),
    ],
    words: {
      contacts: [
        [0.3, once],
        [0.56, `${often} at times`],
        [Infinity, `${often} often`],
      ],
      unresolved: [
        [0.5, ""],
        [Infinity, "unresolved"],
      ],
      displeased: [
        [0.4, ""],
        [Infinity, "displeased"],
      ],
    },
  };
}

export const SOCIAL = conversation("social", "wrote once", "writes");
export const CHAT = conversation("chat", "chatted once", "chats");
export const CALL_CENTRE = conversation("call-centre", "called once", "calls");
