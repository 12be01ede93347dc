import { Webhook, WebhookVerificationError } from "standardwebhooks";
import * as v from "valibot";
import { CommandError } from "../../command-error.ts";
import { OperatorsError } from "../../operators/operators-error.ts";
import { cellText, parseExactJson } from "../../json/exact-json.ts";
import { ChannelRecord } from "../record/channel-record.ts";
import type { ConnectorCore } from "./connector.ts";
import { bodyUpTo, MAX_WEBHOOK_BYTES } from "./webhook-body.ts";

async function* noBody(): AsyncGenerator<Uint8Array> {}

/** Most records in one webhook. */
const MAX_RECORDS = 1_000;

/** Body of a webhook: one record or several. The standard's `type` and `timestamp` are not read. */
const Payload = v.object({
  data: v.union([ChannelRecord, v.pipe(v.array(ChannelRecord), v.minLength(1), v.maxLength(MAX_RECORDS))]),
});

const Members = v.record(v.string(), v.unknown());
type Members = v.InferOutput<typeof Members>;
const Envelope = v.object({ data: v.union([v.array(Members), Members]) });

/** Options of {@link createReceiver}. */
export interface ReceiverOptions {
  readonly connector: ConnectorCore;
  /** Standard Webhooks secrets (`whsec_` and base64). Any of them is accepted, so that secrets can be rotated. */
  readonly secrets: readonly string[];
  /**
   * Converts a payload to records, for systems with their own format. A number that JavaScript cannot represent, such as
   * an ID of 19 digits, is a string of its digits there. Default: `data` is one `ChannelRecord` or a list of them, whose
   * ids and identifiers may be numbers.
   */
  readonly read?: (payload: unknown) => readonly v.InferInput<typeof ChannelRecord>[];
}

/**
 * Creates a handler for systems that can only POST, signed as Standard Webhooks. A repeated webhook ID gets the same
 * response and is not ingested again. Responses: 204 ingested; 400 invalid record; 401 wrong signature, or more than
 * five minutes old; 405; 413; 503 if the operators are unavailable, so that the sender retries.
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
  const exact = parseExactJson(body);
  if (read) return read(exact);
  // Amounts and times are numbers; identifiers keep every digit.
  const [payload, texts] = [v.parse(Envelope, JSON.parse(body)), v.parse(Envelope, exact)];
  const records = [payload.data].flat().map((record, index) => withTexts(record, [texts.data].flat()[index] ?? {}));
  return [v.parse(Payload, { data: Array.isArray(payload.data) ? records : records[0] }).data].flat();
}

/** A record with its id, identifiers and description as text: other systems send some of them as numbers. */
function withTexts(record: Members, exact: Members): Members {
  const { id, identifiers, person } = exact;
  return {
    ...record,
    ...(typeof id === "number" || typeof id === "string" ? { id: cellText(id) } : {}),
    ...textsIn("identifiers", identifiers),
    ...textsIn("person", person),
  };
}

function textsIn(name: string, value: unknown): Members {
  if (!v.is(Members, value) || Array.isArray(value)) return {};
  const texts = Object.entries(value).map(([key, one]) => [key, typeof one === "number" ? cellText(one) : one]);
  return { [name]: Object.fromEntries(texts) };
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
