import { isRoundSigned } from "@sedge/contribution/vote-code";
import type { Channel, Manifest, Round } from "@sedge/protocol";
import { CommandError } from "../command-error.ts";
import type { RoundWire } from "./round-wire.ts";

/** The round to contribute to. `later`: the edge's documents do not match yet. */
export type FoundRound = { readonly state: "found"; readonly round: Round } | { readonly state: "none" | "later" };

/**
 * Reads the site's round and verifies it as a page does before anything is sent to it.
 *
 * @throws CommandError `round-refused` if the aggregator did not sign the round; OperatorsError
 */
export async function signedRound(wire: Pick<RoundWire, "round">, manifest: Manifest): Promise<FoundRound> {
  const round = await wire.round();
  if (!round) return { state: "none" };
  if (!isRoundSigned(manifest.site, round, manifest)) {
    throw new CommandError("round-refused", "the aggregator did not sign this round (round-not-signed).");
  }
  return round.generation === manifest.codebook.generation ? { state: "found", round } : { state: "later" };
}

/** The error for a round that measures nothing of this channel. */
export function unknownMeasurement(channel: Channel): CommandError {
  return new CommandError("round-refused", `the round measures nothing of ${channel} (unknown-measurement).`);
}

/** The error for a round that would open the sum of too few people. `message`: says so. */
export function tooSmallRound(message: string): CommandError {
  return new CommandError("round-refused", `${message.replace(/^The/, "the").replace(/\.$/, "")} (round-too-small).`);
}
