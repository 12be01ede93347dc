import { toBase64url } from "@sedge/privacy/base64url";
import type { AcceptedSet } from "@sedge/protocol";

async function digest(parts: readonly unknown[]): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(parts));
  return toBase64url(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
}

/** Names exactly the reports of a batch that were accepted. */
export function batchDigest(batch: string, nonces: readonly string[]): Promise<string> {
  return digest(["batch", batch, ...nonces]);
}

/** Names exactly the batches that one object has finished. */
export function shardDigest(batchDigests: readonly string[]): Promise<string> {
  return digest(["shard", ...[...batchDigests].sort()]);
}

/** Names exactly what a round has accepted: equal at both operators, or they disagree. */
export function roundDigest(shardDigests: readonly string[]): Promise<string> {
  return digest(["round", ...shardDigests]);
}

/** A batch that one object has finished: how many reports it accepted, and their name. */
export interface FinishedBatch {
  readonly accepted: number;
  readonly digest: string;
}

/** What one object has accepted, in all its batches. */
export async function acceptedInShard(batches: readonly FinishedBatch[]): Promise<AcceptedSet> {
  return {
    people: batches.reduce((sum, { accepted }) => sum + accepted, 0),
    digest: await shardDigest(batches.map(({ digest }) => digest)),
  };
}

/** What a round has accepted, in all its objects, in their order. */
export async function acceptedInRound(shards: readonly AcceptedSet[]): Promise<AcceptedSet> {
  return {
    people: shards.reduce((sum, { people }) => sum + people, 0),
    digest: await roundDigest(shards.map(({ digest }) => digest)),
  };
}
