import type { AcceptedSet } from "@sedge/protocol";
import { sha256OfText } from "../sha256.ts";

function digest(parts: readonly unknown[]): Promise<string> {
  return sha256OfText(JSON.stringify(parts));
}

/** A digest of exactly the accepted reports of a batch. */
export function batchDigest(batch: string, nonces: readonly string[]): Promise<string> {
  return digest(["batch", batch, ...nonces]);
}

/** A digest of exactly the batches that one shard has finished. */
export function shardDigest(batchDigests: readonly string[]): Promise<string> {
  return digest(["shard", ...[...batchDigests].sort()]);
}

/** A digest of exactly what a round has accepted. If it differs between the operators, they disagree. */
export function roundDigest(shardDigests: readonly string[]): Promise<string> {
  return digest(["round", ...shardDigests]);
}

/** A batch that one shard has finished: how many reports it accepted, and their digest. */
export interface FinishedBatch {
  readonly accepted: number;
  readonly digest: string;
}

/** What one shard has accepted, in all its batches. */
export async function acceptedInShard(batches: readonly FinishedBatch[]): Promise<AcceptedSet> {
  return {
    people: batches.reduce((sum, { accepted }) => sum + accepted, 0),
    digest: await shardDigest(batches.map(({ digest }) => digest)),
  };
}

/** What a round has accepted, in all its shards, in order. */
export async function acceptedInRound(shards: readonly AcceptedSet[]): Promise<AcceptedSet> {
  return {
    people: shards.reduce((sum, { people }) => sum + people, 0),
    digest: await roundDigest(shards.map(({ digest }) => digest)),
  };
}
