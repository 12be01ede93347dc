import { fromBase64url, toBase64url } from "@sedge/privacy/base64url";
import type { PublishedShare } from "@sedge/privacy/prf";
import {
  ConnectorEnvelope,
  ConnectorMessage,
  type ConnectorPrfResponse,
  DeliveredMessage,
  Delivery,
  type DeliveryResults,
  Manifest,
} from "@sedge/protocol";
import { CONNECTOR_ROUTES } from "@sedge/protocol/routes";
import * as v from "valibot";
import { randomKey, shareOfBatch } from "../../prf/share-of-batch.ts";
import { isRoute } from "./wire-ledger.ts";

const json = <Schema extends v.GenericSchema>(schema: Schema) => v.pipe(v.string(), v.parseJson(), schema);

/**
 * Simulates both operators for a dry run of `push`: evaluates the PRF under two throwaway keys and answers every item
 * as delivered. Fetches only public files, which reveal nothing about anyone.
 *
 * @param send - Fetches the public files.
 */
export function dryFetch(send: typeof fetch): typeof fetch {
  const [edge, aggregator] = [randomKey(), randomKey()];
  return async (input, init) => {
    if (typeof input !== "string") throw new TypeError("a push passes URLs as strings");
    if (init?.method === "POST") {
      const body = v.parse(v.string(), init.body);
      if (isRoute(input, CONNECTOR_ROUTES.connectorPrf)) return Response.json(evaluation(body, [edge, aggregator]));
      if (isRoute(input, CONNECTOR_ROUTES.deliver)) return Response.json(results(body));
      throw new RangeError("a dry run does not support this URL");
    }
    const response = await send(input, init);
    const manifest = v.safeParse(json(Manifest), response.ok ? await response.clone().text() : "");
    if (!manifest.success) return response;
    const keys = { edgeKey: toBase64url(edge.publicKey), aggregatorKey: toBase64url(aggregator.publicKey) };
    const { previous, ...current } = manifest.output.prf;
    const prf = { ...current, ...keys, ...(previous && { previous: { ...previous, ...keys } }) };
    return Response.json({ ...manifest.output, prf });
  };
}

function evaluation(
  body: string,
  [edge, aggregator]: readonly [ReturnType<typeof randomKey>, ReturnType<typeof randomKey>],
): ConnectorPrfResponse {
  const { message } = v.parse(json(ConnectorEnvelope), body);
  const parsed = v.parse(json(ConnectorMessage), message);
  const blinded = parsed.action === "evaluate" ? parsed.body.blinded.map(fromBase64url) : [];
  return { edge: shareText(shareOfBatch(edge, blinded)), aggregator: shareText(shareOfBatch(aggregator, blinded)) };
}

function shareText({ evaluated, proof }: PublishedShare): ConnectorPrfResponse["edge"] {
  return { evaluated: evaluated.map(toBase64url), proof: toBase64url(proof) };
}

function results(body: string): DeliveryResults {
  const { items } = v.parse(json(Delivery), body);
  return {
    results: items.map(({ message }) => {
      const { operationId } = v.parse(json(DeliveredMessage), message);
      return { operationId, tokens: 1, edges: 0 };
    }),
  };
}
