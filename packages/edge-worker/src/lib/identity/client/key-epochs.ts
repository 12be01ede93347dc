import type { KeyEpoch, LinkToken } from "@sedge/protocol";
import { SHARD_NUMBERS } from "../shard/shard-number.ts";
import type { SiteShards } from "./site-shards.ts";

/**
 * Registers tokens with the epochs that their holders name.
 * @param at - When the message was signed that brings them.
 * @returns `done`, or why one is not registered: its epoch is retired, or it was erased since.
 */
export async function registerInEpochs(
  shards: SiteShards,
  epochs: ReadonlyMap<LinkToken, KeyEpoch>,
  at: number,
): Promise<"done" | "retired" | "erased"> {
  for (const [token, epoch] of epochs) {
    const state = await shards.ownOf(token).registerInEpoch(token, epoch, at);
    if (state !== "done") return state;
  }
  return "done";
}

/** Refuses tokens of older epochs than `floor` in every shard of the site. */
export async function raiseFloor(shards: SiteShards, floor: KeyEpoch): Promise<void> {
  await Promise.all(SHARD_NUMBERS.map((shard) => shards.of(shard).raiseFloor(floor)));
}
