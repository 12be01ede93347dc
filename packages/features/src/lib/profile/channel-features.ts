import type { Channel } from "@sedge/protocol";
import type { ChannelFeatures } from "./profile-space.ts";

const none = (...names: readonly string[]) => names.map((name) => ({ name, absent: 0 }));

/**
 * Shares that somebody has of whom nothing is known yet, and to whom little-known people are drawn: starting points that put the
 * absent near to most people. No claim rests on them, and a site's rounds replace what follows from them.
 */
export const USUAL_SHARES = { unresolved: 0.3, displeased: 0.1, opened: 0.2, clicked: 0.05, faults: 0.05 } as const;

const share = (name: keyof typeof USUAL_SHARES) => ({ name, absent: USUAL_SHARES[name] });

/** What a contact centre, a chat and social messages tell alike. */
const CONVERSATIONS: ChannelFeatures["features"] = [...none("contacts"), share("unresolved"), share("displeased")];

/**
 * What each channel tells of a person in a space of several channels (`profile.v1`). A visit in the app's webview is a visit: `app`
 * has no features of its own, its cells are the web's. A changed meaning is a new version of the schema.
 *
 * | channel | feature | 0 | 1 | rule |
 * |---|---|---|---|---|
 * | `web`, `app` | `depth` … `spread` | | | as `coordinates` of a visit |
 * | `call-centre`, `chat`, `social` | `contacts` | none | 20 or more | ln(1 + n) / ln(21) |
 * | | `unresolved`, `displeased` | none of them | all | share of the contacts of which it is known |
 * | `shop-till` | `visits` | none | 104 or more | ln(1 + n) / ln(105) |
 * | | `spend` | nothing | 500 a visit or more | ln(1 + mean) / ln(501), in the till's currency |
 * | | `breadth` | one department | evenly over very many | 1 - sum of squared shares |
 * | `email` | `received` | none | 100 or more | ln(1 + n) / ln(101) |
 * | | `opened`, `clicked` | none of them | all | share of those received |
 * | `iot` | `activity` | none | 1,000 messages or more | ln(1 + n) / ln(1001) |
 * | | `faults` | none of them | all | share of the messages |
 */
export const CHANNEL_FEATURES: readonly ChannelFeatures[] = [
  { channel: "web", features: none("depth", "breadth", "wandering", "return", "paging", "spread") },
  { channel: "email", features: [...none("received"), share("opened"), share("clicked")] },
  { channel: "social", features: CONVERSATIONS },
  { channel: "chat", features: CONVERSATIONS },
  { channel: "call-centre", features: CONVERSATIONS },
  { channel: "shop-till", features: none("visits", "spend", "breadth") },
  { channel: "iot", features: [...none("activity"), share("faults")] },
];

/** The channel whose features a channel's people have: the web's for the app, else its own. */
export function spaceChannelOf(channel: Channel): Channel {
  return channel === "app" ? "web" : channel;
}
