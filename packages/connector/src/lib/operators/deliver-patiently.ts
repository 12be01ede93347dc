import { setTimeout as sleep } from "node:timers/promises";
import type { DeliveredEnvelope, DeliveryOutcome } from "@sedge/protocol";
import type { ConnectorVoice } from "./connector-voice.ts";
import { deliver } from "./deliver.ts";
import { PASSING } from "./passing.ts";
import type { Sender } from "./patient-request.ts";

const MAX_TRIES = 4;

/**
 * As `deliver`, for who has no outbox: items at which the edge failed are delivered again, under their own operations.
 *
 * @param items - Each signs itself again for each try, at a time by the edge's clock (seconds since 1970).
 * @returns What became of each in the end, in their order.
 * @throws OperatorsError
 */
export async function deliverPatiently(
  voice: ConnectorVoice,
  items: readonly ((now: number) => Promise<DeliveredEnvelope>)[],
  { wait = (seconds) => sleep(seconds * 1_000) }: Pick<Sender, "wait">,
): Promise<readonly DeliveryOutcome[]> {
  const outcomes: DeliveryOutcome[] = [];
  let left = items.map((sign, index) => ({ sign, index }));
  for (let tries = 1; left.length > 0; tries += 1) {
    const answered = await deliver(voice, (now) => Promise.all(left.map(({ sign }) => sign(now))));
    for (const [at, { index }] of left.entries()) outcomes[index] = answered[at] ?? { code: "internal-error" };
    if (tries === MAX_TRIES) break;
    left = left.filter((_, at) => isPassing(answered[at]));
    if (left.length > 0) await wait(2 ** (tries - 1));
  }
  return outcomes;
}

function isPassing(outcome: DeliveryOutcome | undefined): boolean {
  return outcome !== undefined && "code" in outcome && PASSING.includes(outcome.code);
}
