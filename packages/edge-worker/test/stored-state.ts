import { abortAllDurableObjects, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { deriveLinkKeys } from "@sedge/privacy/link-key";
import { env } from "cloudflare:workers";
import { BLOCK_SHARDS } from "../src/lib/identity/records/listing.ts";
import { SHARDS } from "../src/lib/identity/shard/shard-number.ts";
import { blockShard, shard } from "./shards.ts";

type Value = string | number | null;
export type Tables = Readonly<Record<string, readonly Readonly<Record<string, Value>>[]>>;
/** What objects of one class have stored: their schema, and the rows of each. */
export interface Stored {
  readonly schema: readonly string[];
  readonly rows: readonly Tables[];
}

/** The keys of the fixtures. */
export const keysOf = (number: number) => deriveLinkKeys(new Uint8Array(64).fill(number), "demo", 1);
export const keeper = () => env.MODEL_KEEPER.get(env.MODEL_KEEPER.idFromName("demo"));

/** Replaces an object's storage with what older code stored. */
async function restore(stub: DurableObjectStub, schema: readonly string[], tables: Tables = {}): Promise<void> {
  await runInDurableObject(stub, async (_, state) => {
    await state.storage.deleteAll();
    const { sql } = state.storage;
    for (const statement of schema) sql.exec(statement);
    for (const [table, rows] of Object.entries(tables)) {
      for (const row of rows) {
        const names = Object.keys(row);
        const marks = names.map(() => "?").join(", ");
        sql.exec(`INSERT INTO ${table} (${names.join(", ")}) VALUES (${marks})`, ...Object.values(row));
      }
    }
    await state.storage.sync();
  });
}

/** Replaces the storage of all objects of identity. Their next call runs this code's constructor on it. */
export async function restoreObjects(
  stored: Readonly<Record<"identityShards" | "blockShards" | "modelKeeper", Stored>>,
) {
  const stubs = [
    ...Array.from({ length: SHARDS }, (_, number) => [shard(number), stored.identityShards, number] as const),
    ...Array.from({ length: BLOCK_SHARDS }, (_, number) => [blockShard(number), stored.blockShards, number] as const),
    [keeper(), stored.modelKeeper, 0] as const,
  ];
  await Promise.all(stubs.map(([stub, { schema, rows }, number]) => restore(stub, schema, rows[number])));
  await abortAllDurableObjects();
}

/** Runs every alarm until no saga is left. */
export async function resumeSagas(): Promise<void> {
  for (let round = 0; round < 2; round++) {
    for (let number = 0; number < SHARDS; number++) {
      await runInDurableObject(shard(number), (_, state) => state.storage.setAlarm(Date.now()));
      await runDurableObjectAlarm(shard(number));
    }
  }
}

/**
 * An export with confidences of three digits: what was stored before a cell's confidence was weighed by its people is a little higher.
 */
export function withRoundedConfidence(value: object): unknown {
  return JSON.parse(
    JSON.stringify(value, (key, one: unknown) => (key === "confidence" ? Number(one).toFixed(3) : one)),
  );
}
