import type { Adapter } from "./adapter.ts";

/**
 * Messages to the site's accounts in social networks: one record per message or thread. Sample:
 * samples/social-messages.
 */
export const SOCIAL_MESSAGES: Adapter = {
  name: "social-messages",
  usual: {
    id: ["post id", "thread id", "comment id"],
    time: ["posted at", "received at"],
    text: [],
    turns: ["turns", "thread"],
    resolved: ["resolved", "handled"],
  },
  words: {},
  isContact: true,
  readsDescriptions: false,
};
