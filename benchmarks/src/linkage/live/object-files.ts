import { globSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { shardOf } from "@sedge/edge-worker/record-listing";
import * as v from "valibot";

const TextRow = v.looseObject({ text: v.string() });

/** Which shard a file is, told from one row that it holds; undefined where it has no such table or no row. */
function shardInside(database: DatabaseSync, table: string, column: string, shards: number): number | undefined {
  const has = database.prepare("SELECT name AS text FROM sqlite_master WHERE name = ?").get(table);
  if (has === undefined) return undefined;
  const row = v.safeParse(TextRow, database.prepare(`SELECT ${column} AS text FROM ${table} LIMIT 1`).get());
  // The blocks' shard is a remainder of the identity shard.
  return row.success ? shardOf(row.output.text) % shards : undefined;
}

/**
 * Opens the SQLite files of a stopped edge's Durable Objects, by shard. Throws Error unless every shard has one: each must
 * have served a record before.
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
