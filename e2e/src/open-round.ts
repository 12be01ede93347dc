import { Round, type RoundOrder } from "@sedge/protocol";
import { type Operators, orderRound, roundsOf } from "@sedge/testbed";
import * as v from "valibot";
import { vi } from "vitest";
import { addressOf } from "./edge-answer.ts";

/** The edge remembers for some seconds that there was no round, or another one. */
const PATIENCE_MS = 60_000;

/** Opens a round and waits until the edge tells devices of it: a page that comes before then goes by what it was told for minutes. */
export async function openRound(
  operators: Operators,
  terms: Omit<Extract<RoundOrder, { action: "open" }>, "action">,
): Promise<void> {
  await orderRound(operators, { action: "open", ...terms });
  const [opened] = (await roundsOf(operators)).rounds;
  const isTold = async () => {
    const response = await fetch(addressOf(operators.edgeUrl, "round"));
    if (!response.ok || v.parse(Round, await response.json()).round !== opened?.round)
      throw new Error("the edge does not tell of the round that was opened");
  };
  await vi.waitFor(isTold, { timeout: PATIENCE_MS, interval: 500 });
}
