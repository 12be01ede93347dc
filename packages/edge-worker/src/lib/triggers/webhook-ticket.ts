import { LinkToken } from "@sedge/protocol";
import * as v from "valibot";

/**
 * What waits in the queue: which webhook, and nothing that it says. Whether it is still wanted, and what it says, is asked of the
 * shard when its turn comes.
 */
export const WebhookTicket = v.strictObject({ site: v.string(), token: LinkToken, id: v.string() });
export type WebhookTicket = v.InferOutput<typeof WebhookTicket>;
