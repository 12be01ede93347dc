import { fromBase64url } from "@sedge/privacy/base64url";
import { RoundId, type RoundTerms, SiteId } from "@sedge/protocol";
import * as v from "valibot";

/** The name of a Durable Object that keeps a part of a round's reports, at either operator. */
export function roundShardName(site: string, round: RoundId, shard: number): string {
  return `${site}/${round}/${shard}`;
}

/** Parses a name that {@link roundShardName} made. Throws for any other name. */
export function parseRoundShardName(name: string | undefined): { site: SiteId; round: RoundId; shard: number } {
  const [site, round, shard] = (name ?? "").split("/");
  return {
    site: v.parse(SiteId, site),
    round: v.parse(RoundId, round),
    shard: v.parse(v.pipe(v.string(), v.regex(/^\d+$/), v.transform(Number)), shard),
  };
}

/** The shard that a ballot belongs to, the same at both operators: both uses of one ballot reach the same object. */
export async function reportShardOf(ballotNonce: string, shards: number): Promise<number> {
  const digest = await crypto.subtle.digest("SHA-256", fromBase64url(ballotNonce));
  return new DataView(digest).getUint32(0) % shards;
}

/** All shards of a round, in order. */
export function roundShards<Shard extends Rpc.DurableObjectBranded>(
  namespace: DurableObjectNamespace<Shard>,
  site: string,
  { round, shards }: Pick<RoundTerms, "round" | "shards">,
): DurableObjectStub<Shard>[] {
  return Array.from({ length: shards }, (_, shard) =>
    namespace.get(namespace.idFromName(roundShardName(site, round, shard))),
  );
}
