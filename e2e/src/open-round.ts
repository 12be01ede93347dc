import { Round, type RoundOrder } from "@sedge/protocol";
import { type Operators, orderRound, roundsOf } from "@sedge/testbed";
import * as v from "valibot";
import { vi } from "vitest";
import { addressOf } from "./edge-answer.ts";

/** The edge caches the round for some seconds. */
const PATIENCE_MS = 60_000;

/** Opens a round and waits until the edge serves it: a page that loads earlier caches the old answer for minutes. */
export async function openRound(
  operators: Operators,
  terms: Omit<Extract<RoundOrder, { action: "open" }>, "action">,
): Promise<void> {
  await orderRound(operators, { action: "open", ...terms });
  const [opened] = (await roundsOf(operators)).rounds;
  const isServed = async () => {
    const response = await fetch(addressOf(operators.edgeUrl, "round"));
    if (!response.ok || v.parse(Round, await response.json()).round !== opened?.round)
      throw new Error("the edge does not serve the opened round yet");
  };
  await vi.waitFor(isServed, { timeout: PATIENCE_MS, interval: 500 });
}
