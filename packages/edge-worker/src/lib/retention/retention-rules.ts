import { Refusal } from "@sedge/operator";
import { outOfBounds, Retention, type RetentionOrder, USUAL_RETENTION } from "@sedge/protocol";
import * as v from "valibot";

const Own = v.partial(Retention);

/** A site's own periods as D1 keeps them, or null, with the defaults for the others. */
export const StoredRetention = v.pipe(
  v.nullable(v.pipe(v.string(), v.parseJson(), Own)),
  v.transform((own): Retention => Object.assign({ ...USUAL_RETENTION }, own)),
);

/** The schedule of a site. */
export async function retentionOf(database: D1Database, site: string): Promise<Retention> {
  const row = await database.prepare("SELECT rules FROM retention_rules WHERE site = ?").bind(site).first();
  return v.parse(StoredRetention, row?.["rules"] ?? null);
}

/** Changes a site's periods. @throws {Refusal} `retention-out-of-bounds`, with nothing changed */
export async function setRetention(database: D1Database, site: string, order: RetentionOrder): Promise<Retention> {
  const errors = outOfBounds(order);
  if (errors.length > 0) throw new Refusal("retention-out-of-bounds", { errors });
  await database
    .prepare(
      `INSERT INTO retention_rules VALUES (?1, json_patch('{}', ?2))
       ON CONFLICT DO UPDATE SET rules = json_patch(rules, ?2)`,
    )
    .bind(site, JSON.stringify(order))
    .run();
  return retentionOf(database, site);
}
