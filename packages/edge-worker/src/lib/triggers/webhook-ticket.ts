import { LinkToken } from "@sedge/protocol";
import * as v from "valibot";
import { ShardNumber } from "../identity/shard/shard-number.ts";

/**
 * A queue message: it names a webhook and the shard that has it, and nobody's token, as a message can't be taken back from a queue. The
 * shard is asked for the content, and whether it is still wanted, on delivery. A webhook that has moved meanwhile is sent again by the
 * shard that it has moved to.
 */
const ShardTicket = v.strictObject({ site: v.string(), shard: ShardNumber, id: v.string() });
/** As older code wrote it. A queue keeps messages for days. */
const TokenTicket = v.strictObject({ site: v.string(), token: LinkToken, id: v.string() });

export const WebhookTicket = v.union([ShardTicket, TokenTicket]);
export type WebhookTicket = v.InferOutput<typeof WebhookTicket>;
