import { RoundId, SiteId } from "@sedge/protocol";
import * as v from "valibot";

/** Name of the object that collects a part of a round's reports. */
export function reportShardName(site: string, round: RoundId, shard: number): string {
  return `${site}/${round}/${shard}`;
}

/** Reads what {@link reportShardName} wrote. Throws for any other name. */
export function parseReportShardName(name: string | undefined): { site: SiteId; round: RoundId; shard: number } {
  const [site, round, shard] = (name ?? "").split("/");
  return {
    site: v.parse(SiteId, site),
    round: v.parse(RoundId, round),
    shard: v.parse(v.pipe(v.string(), v.regex(/^\d+$/), v.transform(Number)), shard),
  };
}
