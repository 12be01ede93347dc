import { createHash } from "node:crypto";
import { type DeliveredEnvelope, type DeliveryOutcome, DeliveryOutcomes, deliveryText } from "@sedge/protocol";
import { CONNECTOR_ROUTES } from "@sedge/protocol/routes";
import { type ConnectorVoice, posted } from "./connector-voice.ts";
import { OperatorsError } from "./operators-error.ts";

/**
 * Delivers messages of the channel's people, at most `MAX_DELIVERY_ITEMS`, under the connector's signature.
 *
 * @param items - Signs them again for each try, with nonces of that try, at a time by the edge's clock (seconds since 1970).
 * @returns What became of each, in their order.
 * @throws OperatorsError
 */
export async function deliver(
  voice: ConnectorVoice,
  items: (now: number) => Promise<readonly DeliveredEnvelope[]>,
): Promise<readonly DeliveryOutcome[]> {
  const url = voice.url(CONNECTOR_ROUTES.deliver.path);
  let count = 0;
  const { outcomes } = await voice.ask(DeliveryOutcomes, async () => {
    const made = await items(voice.clock.now());
    count = made.length;
    const digest = createHash("sha256").update(deliveryText(made)).digest("base64url");
    return {
      url,
      init: posted({ connector: await voice.envelope({ action: "deliver", body: { digest } }), items: made }),
    };
  });
  if (outcomes.length === count) return outcomes;
  throw new OperatorsError("not-an-operator", "The endpoint did not answer for each item of the delivery.");
}
