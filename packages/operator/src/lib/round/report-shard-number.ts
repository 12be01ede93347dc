import { fromBase64url } from "@sedge/privacy/base64url";

/** Which of a round's objects a ballot belongs to, at both operators: so that whoever spends it twice meets itself. */
export async function reportShardOf(ballotNonce: string, shards: number): Promise<number> {
  const digest = await crypto.subtle.digest("SHA-256", fromBase64url(ballotNonce));
  return new DataView(digest).getUint32(0) % shards;
}
