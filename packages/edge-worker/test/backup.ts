import { abortAllDurableObjects, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { SHARDS } from "../src/lib/identity/shard/shard-number.ts";
import { shard } from "./shards.ts";

type Rows = readonly (readonly [table: string, rows: Record<string, SqlStorageValue>[]])[];
const TABLES =
  "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB '_cf_*' AND name NOT GLOB 'sqlite_*'";
const MARKS = (row: object) =>
  Object.keys(row)
    .map(() => "?")
    .join(", ");

/** Everything that the identity shards have stored, as a backup has it. @returns What puts it back. */
export async function backupOfShards(): Promise<() => Promise<void>> {
  const all: Rows[] = [];
  for (let number = 0; number < SHARDS; number++) {
    all.push(
      await runInDurableObject(shard(number), (_, { storage: { sql } }) => {
        const names = sql.exec<{ name: string }>(TABLES).toArray();
        return names.map(({ name }) => [name, sql.exec(`SELECT * FROM ${name}`).toArray()] as const);
      }),
    );
  }
  return async () => {
    for (const [number, tables] of all.entries()) {
      await runInDurableObject(shard(number), (_, { storage }) =>
        storage.transactionSync(() => {
          for (const [name] of tables) storage.sql.exec(`DELETE FROM ${name}`);
          for (const [name, rows] of tables) {
            for (const row of rows) {
              storage.sql.exec(`INSERT OR REPLACE INTO ${name} VALUES (${MARKS(row)})`, ...Object.values(row));
            }
          }
        }),
      );
    }
    await abortAllDurableObjects();
  };
}

/** The same of D1. */
export async function backupOfDatabase(): Promise<() => Promise<void>> {
  const names = (await env.DB.prepare(`${TABLES} AND name NOT GLOB 'd1_*'`).all<{ name: string }>()).results;
  const tables: Rows = await Promise.all(
    names.map(
      async ({ name }) => [name, (await env.DB.prepare(`SELECT * FROM ${name}`).all()).results as never] as const,
    ),
  );
  return async () => {
    for (const [name, rows] of tables) {
      const insert = rows.map((row) =>
        env.DB.prepare(`INSERT INTO ${name} VALUES (${MARKS(row)})`).bind(...Object.values(row)),
      );
      await env.DB.batch([env.DB.prepare(`DELETE FROM ${name}`), ...insert]);
    }
    await abortAllDurableObjects();
  };
}
