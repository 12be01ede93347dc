import { type PublishedSums, publishedSums } from "@sedge/operator";
import * as v from "valibot";

const BodyRow = v.strictObject({ body: v.string() });

/** Stored sums, checked again against their hash and schema; undefined for those that fail. */
export async function storedSums(
  database: D1Database,
  site: string,
  sha256: string,
): Promise<PublishedSums | undefined> {
  const row = await database
    .prepare("SELECT body FROM generation_sums WHERE site = ? AND sha256 = ?")
    .bind(site, sha256)
    .first();
  const sums = row === null ? undefined : await publishedSums(new TextEncoder().encode(v.parse(BodyRow, row).body));
  return sums?.sha256 === sha256 ? sums : undefined;
}
