import { createHash } from "node:crypto";
import { type DeliveredEnvelope, type DeliveryResult, DeliveryResults, deliveryText } from "@sedge/protocol";
import { CONNECTOR_ROUTES } from "@sedge/protocol/routes";
import { type ConnectorClient, posted } from "./connector-client.ts";
import { OperatorsError } from "./operators-error.ts";

/**
 * Delivers messages of the channel's people, at most `MAX_DELIVERY_ITEMS`, under the connector's signature.
 *
 * @param items - Signs the items for each attempt, with new nonces, at a time by the edge's clock (seconds since 1970).
 * @returns The result of each item, in order.
 * @throws OperatorsError
 */
export async function deliver(
  client: ConnectorClient,
  items: (now: number) => Promise<readonly DeliveredEnvelope[]>,
): Promise<readonly DeliveryResult[]> {
  const url = client.url(CONNECTOR_ROUTES.deliver.path);
  let count = 0;
  const { results } = await client.ask(DeliveryResults, async () => {
    const made = await items(client.clock.now());
    count = made.length;
    const digest = createHash("sha256").update(deliveryText(made)).digest("base64url");
    return {
      url,
      init: posted({ connector: await client.envelope({ action: "deliver", body: { digest } }), items: made }),
    };
  });
  if (results.length === count) return results;
  throw new OperatorsError("not-an-operator", "The endpoint did not answer every item of the delivery.");
}
