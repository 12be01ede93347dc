import type { Adapter } from "./adapter.ts";

/**
 * E-mails: one record per message sent, with its last state (`delivered`, `opened`, `clicked`). A message counts once,
 * in the state of the first push, so push a mailing after its first days. Sample: samples/email-events.
 */
export const EMAIL_EVENTS: Adapter = {
  name: "email-events",
  usual: {
    id: ["message id", "send id", "mail id"],
    time: ["sent at", "delivered at"],
    opened: ["opened", "open", "is opened", "opens"],
    clicked: ["clicked", "click", "is clicked", "clicks"],
  },
  words: {
    opened: { no: ["no", "false", "0", "sent", "delivered", "bounced"] },
    clicked: { no: ["no", "false", "0", "sent", "delivered", "bounced", "opened"] },
  },
  isContact: true,
  readsDescriptions: false,
};
