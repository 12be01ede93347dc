import { toBase64url } from "@sedge/privacy/base64url";

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
