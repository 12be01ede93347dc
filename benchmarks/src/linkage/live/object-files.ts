import { globSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { shardOf } from "@sedge/edge-worker/record-listing";
import * as v from "valibot";

const TextRow = v.looseObject({ text: v.string() });

/** The shard of a file, from one of its rows; undefined without the table or a row. */
function shardInside(database: DatabaseSync, table: string, column: string, shards: number): number | undefined {
  const has = database.prepare("SELECT name AS text FROM sqlite_master WHERE name = ?").get(table);
  if (has === undefined) return undefined;
  const row = v.safeParse(TextRow, database.prepare(`SELECT ${column} AS text FROM ${table} LIMIT 1`).get());
  // A block shard's number is a remainder of the identity shard's.
  return row.success ? shardOf(row.output.text) % shards : undefined;
}

/**
 * Opens the SQLite files of a stopped edge's Durable Objects, by shard. Throws Error if a shard has no file; each must have
 * served a record before.
 */
export function openObjects(folder: string, table: string, column: string, shards: number): DatabaseSync[] {
  const found = new Map<number, DatabaseSync>();
  for (const path of globSync(join(folder, "state", "do", "**", "*.sqlite"))) {
    const database = new DatabaseSync(path);
    const shard = shardInside(database, table, column, shards);
    if (shard === undefined || found.has(shard)) database.close();
    else found.set(shard, database);
  }
  return Array.from({ length: shards }, (_, shard) => {
    const database = found.get(shard);
    if (!database) throw new Error(`the edge has no file of shard ${shard} with ${table} in ${folder}`);
    return database;
  });
}
