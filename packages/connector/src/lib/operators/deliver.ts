import { createHash } from "node:crypto";
import { type DeliveredEnvelope, type DeliveryResult, DeliveryResults, deliveryText } from "@sedge/protocol";
import { CONNECTOR_ROUTES } from "@sedge/protocol/routes";
import { type ConnectorClient, posted } from "./connector-client.ts";
import { OperatorsError } from "./operators-error.ts";
import { setTimeout as sleep } from "node:timers/promises";
import { TRANSIENT_CODES, type Sender } from "./request-with-retries.ts";

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

const MAX_TRIES = 4;

/**
 * Like `deliver`, for callers without an outbox: delivers items again if the edge failed temporarily, under the same
 * operation IDs.
 *
 * @param items - Each signs itself for each attempt, at a time by the edge's clock (seconds since 1970).
 * @returns The final result of each item, in order.
 * @throws OperatorsError
 */
export async function deliverWithRetries(
  client: ConnectorClient,
  items: readonly ((now: number) => Promise<DeliveredEnvelope>)[],
  { wait = (seconds) => sleep(seconds * 1_000) }: Pick<Sender, "wait">,
): Promise<readonly DeliveryResult[]> {
  const results: DeliveryResult[] = [];
  let left = items.map((sign, index) => ({ sign, index }));
  for (let tries = 1; left.length > 0; tries += 1) {
    const answered = await deliver(client, (now) => Promise.all(left.map(({ sign }) => sign(now))));
    for (const [at, { index }] of left.entries()) results[index] = answered[at] ?? { code: "internal-error" };
    if (tries === MAX_TRIES) break;
    left = left.filter((_, at) => isTransient(answered[at]));
    if (left.length > 0) await wait(2 ** (tries - 1));
  }
  return results;
}

function isTransient(result: DeliveryResult | undefined): boolean {
  return result !== undefined && "code" in result && TRANSIENT_CODES.includes(result.code);
}
