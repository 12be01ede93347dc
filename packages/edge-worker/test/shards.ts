import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect } from "vitest";
import type { IdentityShard } from "../src/lib/identity/identity-shard.ts";
import { shardName, shardOf, SHARDS } from "../src/lib/identity/shard-number.ts";

type Row = Record<string, SqlStorageValue>;
const TABLES = [
  "pointers",
  "members",
  "edges",
  "observations",
  "operations",
  "nonces",
  "moves",
  "departures",
  "forwards",
  "erasures",
] as const;
type Storage = Record<(typeof TABLES)[number], (Row & { shard: number })[]>;

export function shard(number: number, site = "demo"): DurableObjectStub<IdentityShard> {
  return env.IDENTITY_SHARD.get(env.IDENTITY_SHARD.idFromName(shardName(site, number)));
}

/** Every row of every shard, read from SQLite itself. */
export async function storage(): Promise<Storage> {
  const shards = await Promise.all(
    Array.from({ length: SHARDS }, (_, number) =>
      runInDurableObject(shard(number), (_, state) =>
        TABLES.map((table) => state.storage.sql.exec<Row>(`SELECT * FROM ${table}`).toArray()),
      ),
    ),
  );
  const rowsOf = (table: number) =>
    shards.flatMap((tables, number) => (tables[table] ?? []).map((row) => ({ ...row, shard: number })));
  return Object.fromEntries(TABLES.map((table, index) => [table, rowsOf(index)])) as Storage;
}

/** Fails unless every token has one pointer, at its own shard, to the one place where it is a member. */
export async function expectSound(): Promise<void> {
  const { pointers, members, edges, observations, moves, departures, forwards, erasures } = await storage();
  expect({ moves, departures, forwards, erasures }).toEqual({ moves: [], departures: [], forwards: [], erasures: [] });
  const homes = members.map(({ token, shard }) => `${String(token)} at ${shard}`).sort();
  expect(pointers.map(({ token, home }) => `${String(token)} at ${String(home)}`).sort()).toEqual(homes);
  expect(new Set(members.map(({ token }) => token)).size).toBe(members.length);
  for (const { token, shard } of pointers) expect(shardOf(String(token))).toBe(shard);
  const profileOf = new Map(members.map(({ token, shard, profile }) => [token, `${shard}.${String(profile)}`]));
  for (const { a, b, shard } of edges) {
    expect(profileOf.get(a ?? "")).toBe(profileOf.get(b ?? ""));
    expect(profileOf.get(a ?? "")?.startsWith(`${shard}.`)).toBe(true);
  }
  for (const { token, shard } of observations) expect(profileOf.get(token ?? "")?.startsWith(`${shard}.`)).toBe(true);
}
