import { Webhook, WebhookVerificationError } from "standardwebhooks";
import * as v from "valibot";
import { CommandError } from "../../command-error.ts";
import { OperatorsError } from "../../operators/operators-error.ts";
import { ChannelRecord } from "../record/channel-record.ts";
import type { ConnectorCore } from "./connector.ts";
import { bodyUpTo, MAX_WEBHOOK_BYTES } from "./webhook-body.ts";

async function* noBody(): AsyncGenerator<Uint8Array> {}

/** Most records of one webhook. */
const MAX_RECORDS = 1_000;

/** What a webhook says: a record, or several. `type` and `timestamp` are the standard's, and not read. */
const Payload = v.object({
  data: v.union([ChannelRecord, v.pipe(v.array(ChannelRecord), v.minLength(1), v.maxLength(MAX_RECORDS))]),
});

/** Who may post, and what for. */
export interface ReceiverOptions {
  readonly connector: ConnectorCore;
  /** Secrets of Standard Webhooks (`whsec_` and base64), each of which is good: two while they change. */
  readonly secrets: readonly string[];
  /** Records of a payload, for systems that write their own; default: `data` is one `ChannelRecord`, or a list of them. */
  readonly read?: (payload: unknown) => readonly v.InferInput<typeof ChannelRecord>[];
}

/**
 * Takes records from systems that can only POST, signed as Standard Webhooks are. A webhook that comes again, under the id that
 * it had, is answered as before and not taken twice. Answers: 204 taken; 400 no record; 401 not signed by any secret, or
 * more than five minutes old; 405; 413; 503 while the operators cannot be asked, so that the sender tries again.
 */
export function createReceiver({ connector, secrets, read }: ReceiverOptions): (request: Request) => Promise<Response> {
  const webhooks = secrets.map((secret) => new Webhook(secret));
  return async (request) => {
    if (request.method !== "POST") return refusal(405, "method-not-allowed", "Webhooks are posted.");
    const bytes = await bodyUpTo(request.body ?? noBody(), MAX_WEBHOOK_BYTES + 1);
    if (bytes.length > MAX_WEBHOOK_BYTES) {
      return refusal(413, "body-too-large", `A webhook has at most ${MAX_WEBHOOK_BYTES} bytes.`);
    }
    const body = new TextDecoder().decode(bytes);
    const headers = Object.fromEntries(request.headers);
    const id = headers["webhook-id"] ?? "";
    if (!webhooks.some((webhook) => isSigned(webhook, body, headers))) {
      return refusal(
        401,
        "bad-signature",
        "The webhook is signed by none of the secrets, or was signed more than five minutes ago.",
      );
    }
    try {
      await connector.recordsOnce(id, recordsIn(body, read));
      return new Response(null, { status: 204 });
    } catch (error) {
      if (error instanceof v.ValiError || error instanceof SyntaxError) {
        return refusal(400, "malformed-request", "The webhook's data is no record of a channel.");
      }
      if (error instanceof CommandError && error.code === "bad-value")
        return refusal(400, "malformed-request", error.message);
      if (error instanceof OperatorsError || error instanceof CommandError) {
        return refusal(503, error.code, "The record can't be taken now. Send it again.");
      }
      throw error;
    }
  };
}

function recordsIn(body: string, read: ReceiverOptions["read"]) {
  const payload: unknown = JSON.parse(body);
  return read ? read(payload) : [v.parse(Payload, payload).data].flat();
}

function isSigned(webhook: Webhook, body: string, headers: Record<string, string>): boolean {
  try {
    webhook.verify(body, headers, { jsonParse: false });
    return true;
  } catch (error) {
    if (error instanceof WebhookVerificationError) return false;
    throw error;
  }
}

/** An RFC 9457 problem document. */
function refusal(status: number, code: string, title: string): Response {
  const body = JSON.stringify({ type: `https://sedge.dev/problems/${code}`, title, status, code });
  return new Response(body, { status, headers: { "content-type": "application/problem+json" } });
}
