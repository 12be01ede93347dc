import type { LinkToken } from "@sedge/protocol";
import type { ErasedDraw } from "../graph/ballot-rows.ts";
import type { OperationKey } from "../operations/operation.ts";
import type { Bundle, OperationResult, Redirect } from "../operations/results.ts";
import type { StoredRecord } from "../records/record-rows.ts";
import type { ShardNumber } from "./shard-number.ts";
import type { Entitlements } from "./token-shard.ts";
import type { ErasureKind, TombstoneKind } from "./tombstones.ts";

/** A profile handed over, or why not: it is not here, still arriving, or being erased; or its bundle is too large to move. */
export type Release =
  | { readonly state: "released"; readonly bundle: Bundle }
  | { readonly state: "not-here" | "too-large" };

/** Kept at a token's shard after an erasure, so that a repeat of it has no effect on what came later. */
export interface ErasureRecord {
  readonly key: OperationKey;
  readonly result: OperationResult;
}

/**
 * What one shard asks of another. Each is one local transaction that waits for no other shard (so that no two shards
 * ever wait for each other), and asking twice has the effect of asking once.
 */
export interface ShardPeer {
  /** Takes the token's profile out of the shard for a move, and leaves forwards to `destination`. */
  release(move: string, token: LinkToken, destination: ShardNumber): Promise<Release>;
  /** The move is finished: its departure and forwards go, once the shard's own tokens point at their new home. */
  settle(move: string, own: readonly LinkToken[], home: ShardNumber): Promise<void>;
  /** Whether the shard still wants the move that it began. */
  wants(move: string): Promise<boolean>;
  /** Points tokens of the shard at the home of their profile. */
  point(tokens: readonly LinkToken[], home: ShardNumber): Promise<void>;
  /**
   * Deletes the pointers and records of erased tokens, as far as they still lead to `home`, and remembers by their digests
   * that they were erased by what was signed at `at`, in seconds since 1970, and which ballots they had drawn.
   */
  forget(
    tokens: readonly LinkToken[],
    digests: readonly string[],
    home: ShardNumber,
    at: number,
    record: ErasureRecord | null,
    draws: readonly ErasedDraw[],
    kind: ErasureKind,
  ): Promise<void>;
  /** Brings the shard's own tokens up to date with the erasures and withdrawals that a restored database has lost. */
  catchUp(): Promise<void>;
  /** Erases a token at home there by itself, or takes it out of its profile: what was done once, and was lost by a restore. */
  endPart(token: LinkToken, kind: TombstoneKind, at: number): Promise<{ readonly state: "done" } | Redirect>;
  /** What others may do by tokens of the shard. @param now - Seconds since 1970. */
  entitlementsOf(tokens: readonly LinkToken[], now: number): Promise<Entitlements>;
  /** Content of the shard's records. Unknown tokens are left out. */
  recordsOf(tokens: readonly LinkToken[]): Promise<StoredRecord[]>;
}

/** The tokens by the shard that keeps their pointers. */
export function byShard(
  tokens: readonly LinkToken[],
  shardOf: (token: LinkToken) => ShardNumber,
): Map<ShardNumber, LinkToken[]> {
  const groups = new Map<ShardNumber, LinkToken[]>();
  for (const token of tokens) groups.set(shardOf(token), [...(groups.get(shardOf(token)) ?? []), token]);
  return groups;
}
