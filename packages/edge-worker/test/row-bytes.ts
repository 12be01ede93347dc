import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { shardName } from "../src/lib/identity/shard/shard-number.ts";
import { randomText } from "./visitor.ts";

type Row = Readonly<Record<string, SqlStorageValue>>;

/** Copies of a row, of which none has a token, a key or a number of its own twice. */
function copiesOf(row: Row, count: number): SqlStorageValue[][] {
  return Array.from({ length: count }, (_, index) =>
    Object.entries(row).map(([column, value]) => {
      if (column === "sequence") return index + 1;
      const isName = typeof value === "string" && /^[\w-]{16,}$/.test(value);
      return isName ? randomText(value.length).slice(0, value.length) : value;
    }),
  );
}

const COPIES = 400;
const marks = (row: Row) => Object.keys(row).fill("?").join(", ");

/** What a row takes in an identity shard's database, its indexes included, in bytes. */
export async function bytesInShard(table: string, row: Row): Promise<number> {
  const { IDENTITY_SHARD } = env;
  const scratch = IDENTITY_SHARD.get(IDENTITY_SHARD.idFromName(shardName(`scratch-${table.replaceAll("_", "-")}`, 0)));
  return runInDurableObject(scratch, (_, { storage }) => {
    const before = storage.sql.databaseSize;
    for (const values of copiesOf(row, COPIES)) {
      storage.sql.exec(`INSERT INTO ${table} VALUES (${marks(row)})`, ...values);
    }
    return (storage.sql.databaseSize - before) / COPIES;
  });
}

/** The same in D1. */
export async function bytesInDatabase(table: string, row: Row): Promise<number> {
  const insert = env.DB.prepare(`INSERT INTO ${table} VALUES (${marks(row)})`);
  const size = async () => (await env.DB.prepare("SELECT 1").run()).meta.size_after;
  const before = await size();
  await env.DB.batch(copiesOf(row, COPIES).map((values) => insert.bind(...values)));
  return ((await size()) - before) / COPIES;
}
