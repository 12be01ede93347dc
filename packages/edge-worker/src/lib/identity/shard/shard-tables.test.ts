import { runInDurableObject } from "cloudflare:test";
import { migrateSchema } from "@sedge/operator";
import { expect, test } from "vitest";
import { shard } from "../../../../test/shards.ts";
import { SHARD_STEPS } from "./shard-schema.ts";
import { SHARD_TABLES } from "./shard-tables.ts";

/** The schema's text without the spaces, quotes and order that differ between a table that was created and one that was altered. */
function plain(sql: unknown): string {
  return String(sql)
    .replace(/"(\w+)"/g, "$1")
    .replace(/\s+/g, " ")
    .replace(/ ?([(),;]) ?/g, "$1");
}

const schemaAfter = (tables?: string) =>
  runInDurableObject(shard(0), async (_, { storage }) => {
    await storage.deleteAll();
    migrateSchema(storage, "identity-shard", SHARD_STEPS, tables);
    const rows = storage.sql
      .exec("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT GLOB '_cf_*'")
      .toArray();
    const versions = storage.sql.exec("SELECT * FROM schema_version").toArray();
    return { schema: rows.map(({ sql }) => plain(sql)).sort(), versions };
  });

test("an empty database gets the tables, indexes and triggers that all steps leave", async () => {
  const { schema, versions } = await schemaAfter();
  expect(schema.length).toBeGreaterThan(50);
  expect(await schemaAfter(SHARD_TABLES)).toEqual({ schema, versions });
});
