import { readConnector, Refusal } from "@sedge/operator";
import type { ConnectorPrfResponse } from "@sedge/protocol";
import { Aggregator } from "./aggregator.ts";
import type { EdgeContext } from "./context.ts";
import { edgeShare } from "./evaluation.ts";

/**
 * Both operators' evaluations of a connector's batch. The aggregator gets the envelope as the connector signed it, and
 * checks key, nonce and budget by itself.
 * @param now - Milliseconds since 1970.
 */
export async function answerConnectorPrf(context: EdgeContext, now: number): Promise<Response> {
  const site = context.get("site");
  const seconds = Math.floor(now / 1_000);
  const { envelope, message } = await readConnector(context.req.raw, "evaluate", site.id, seconds);
  const { channel, nonce, consent, body } = message;
  const caller = { kind: "connector", key: envelope.key, channel, scope: "evaluate", nonce } as const;
  if (consent.policyVersion !== site.policyVersion) throw new Refusal("policy-outdated");
  const edge = await edgeShare(context, caller, body, seconds);
  const aggregator = await new Aggregator(context.env).evaluateForConnector(site.id, envelope, body.blinded.length);
  const answer: ConnectorPrfResponse = { edge, aggregator };
  return context.json(answer);
}
