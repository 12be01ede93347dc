import { LinkToken } from "@sedge/protocol";
import * as v from "valibot";

/**
 * A queue message: it names a webhook and contains nothing of it. The shard is asked for the content, and whether it
 * is still wanted, on delivery.
 */
export const WebhookTicket = v.strictObject({ site: v.string(), token: LinkToken, id: v.string() });
export type WebhookTicket = v.InferOutput<typeof WebhookTicket>;
