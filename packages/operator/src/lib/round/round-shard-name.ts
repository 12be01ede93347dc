import { RoundId, SiteId } from "@sedge/protocol";
import * as v from "valibot";

/** Name of the object that has a part of a round's reports, at either operator. */
export function roundShardName(site: string, round: RoundId, shard: number): string {
  return `${site}/${round}/${shard}`;
}

/** Reads what {@link roundShardName} wrote. Throws for any other name. */
export function parseRoundShardName(name: string | undefined): { site: SiteId; round: RoundId; shard: number } {
  const [site, round, shard] = (name ?? "").split("/");
  return {
    site: v.parse(SiteId, site),
    round: v.parse(RoundId, round),
    shard: v.parse(v.pipe(v.string(), v.regex(/^\d+$/), v.transform(Number)), shard),
  };
}
