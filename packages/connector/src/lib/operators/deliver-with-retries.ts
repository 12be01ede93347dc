import { setTimeout as sleep } from "node:timers/promises";
import type { DeliveredEnvelope, DeliveryResult } from "@sedge/protocol";
import type { ConnectorClient } from "./connector-client.ts";
import { deliver } from "./deliver.ts";
import { TRANSIENT_CODES } from "./transient-codes.ts";
import type { Sender } from "./request-with-retries.ts";

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
