import type { Adapter } from "./adapter.ts";

/**
 * E-mails: one record a message that was sent, with how far it came (`delivered`, `opened`, `clicked`). It counts once, as it stands
 * when it is first pushed: push a mailing when its first days are over. Sample: samples/email-events.
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
  readsPersons: false,
};
