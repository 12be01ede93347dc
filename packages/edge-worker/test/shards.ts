import { listDurableObjectIds, runInDurableObject } from "cloudflare:test";
import { LinkToken } from "@sedge/protocol";
import { env } from "cloudflare:workers";
import * as v from "valibot";
import { expect } from "vitest";
import type { BlockShard } from "../src/lib/identity/records/block-shard.ts";
import { BLOCK_SHARDS } from "../src/lib/identity/records/listing.ts";
import { componentOf } from "../src/lib/identity/graph/component.ts";
import { StoredOperation, tokensOf } from "../src/lib/identity/operations/operation.ts";
import { USUAL_RULES } from "../src/lib/identity/operations/identity-rules.ts";
import type { IdentityShard } from "../src/lib/identity/shard/identity-shard.ts";
import { shardName, shardOf, SHARDS } from "../src/lib/identity/shard/shard-number.ts";

type Row = Record<string, SqlStorageValue>;
const TABLES = [
  "pointers",
  "members",
  "operations",
  "edges",
  "observations",
  "operation_results",
  "nonces",
  "moves",
  "departures",
  "departure_parts",
  "forwards",
  "erasures",
  "erased",
  "tombstones",
  "records",
  "intakes",
  "unindexed",
  "ballots",
  "registered",
  "landing_links",
  "landing_link_places",
  "seen",
  "channel_transitions",
  "fired",
  "webhooks",
  "due",
] as const;
type Storage = Record<(typeof TABLES)[number], (Row & { shard: number })[]>;

export function shard(number: number, site = "demo"): DurableObjectStub<IdentityShard> {
  return env.IDENTITY_SHARD.get(env.IDENTITY_SHARD.idFromName(shardName(site, number)));
}

/** The rows of these tables in every shard that exists; none for a shard that no request has reached, which is not created. */
async function rowsOfShards<Shard extends Rpc.DurableObjectBranded>(
  namespace: DurableObjectNamespace<Shard>,
  shards: readonly DurableObjectStub<Shard>[],
  tables: readonly string[],
): Promise<Row[][][]> {
  const existing = new Set((await listDurableObjectIds(namespace)).map(String));
  return Promise.all(
    shards.map(async (stub) =>
      existing.has(String(stub.id))
        ? runInDurableObject(stub, (_, state) =>
            tables.map((table) => state.storage.sql.exec<Row>(`SELECT * FROM ${table}`).toArray()),
          )
        : [],
    ),
  );
}

/** Every row of every shard, read from SQLite itself. */
export async function storage(site = "demo"): Promise<Storage> {
  const all = Array.from({ length: SHARDS }, (_, number) => shard(number, site));
  const shards = await rowsOfShards(env.IDENTITY_SHARD, all, TABLES);
  const rowsOf = (table: number) =>
    shards.flatMap((tables, number) => (tables[table] ?? []).map((row) => ({ ...row, shard: number })));
  return Object.fromEntries(TABLES.map((table, index) => [table, rowsOf(index)])) as Storage;
}

type BlockStorage = Record<(typeof BLOCK_TABLES)[number], (Row & { shard: number })[]>;
const BLOCK_TABLES = ["entries", "postings", "blocks", "counts"] as const;

/** Every row of every shard of the index of blocks. */
export async function blockStorage(site = "demo"): Promise<BlockStorage> {
  const all = Array.from({ length: BLOCK_SHARDS }, (_, number) => blockShard(number, site));
  const shards = await rowsOfShards(env.BLOCK_SHARD, all, BLOCK_TABLES);
  const rowsOf = (table: number) =>
    shards.flatMap((tables, number) => (tables[table] ?? []).map((row) => ({ ...row, shard: number })));
  return Object.fromEntries(BLOCK_TABLES.map((table, index) => [table, rowsOf(index)])) as BlockStorage;
}

export function blockShard(number: number, site = "demo"): DurableObjectStub<BlockShard> {
  return env.BLOCK_SHARD.get(env.BLOCK_SHARD.idFromName(shardName(site, number)));
}

/**
 * Fails unless everything is at rest; every token has one pointer, at its own shard, to the one place where it is a member;
 * every edge and operation is where its tokens are; profiles and edges are what the operations come to; and exactly the records that
 * there are are listed in the index.
 */
export async function expectSound(site = "demo"): Promise<void> {
  const { pointers, members, edges, operations, observations, records, ...rest } = await storage(site);
  const { moves, departures, forwards, erasures, intakes, unindexed, ballots } = rest;
  const sagas = { moves, departures, forwards, erasures, intakes, unindexed };
  expect(sagas).toEqual({ moves: [], departures: [], forwards: [], erasures: [], intakes: [], unindexed: [] });
  const homes = members.map(({ token, shard }) => `${String(token)} at ${shard}`).sort();
  expect(pointers.map(({ token, home }) => `${String(token)} at ${String(home)}`).sort()).toEqual(homes);
  expect(new Set(members.map(({ token }) => token)).size).toBe(members.length);
  for (const { token, shard } of pointers) expect(shardOf(String(token))).toBe(shard);
  const componentOfToken = new Map(
    members.map(({ token, shard, component }) => [token, `${shard}.${String(component)}`]),
  );
  for (const { token, shard } of observations)
    expect(componentOfToken.get(token ?? "")?.startsWith(`${shard}.`)).toBe(true);
  for (const { token, shard } of ballots) expect(componentOfToken.get(token ?? "")?.startsWith(`${shard}.`)).toBe(true);
  const { seen, channel_transitions, fired, webhooks, due } = rest;
  for (const { token, shard } of [seen, channel_transitions, fired, webhooks, due].flat())
    expect(componentOfToken.get(token ?? "")?.startsWith(`${shard}.`)).toBe(true);
  for (const component of new Set(componentOfToken.values())) {
    const its = members.filter(({ token }) => componentOfToken.get(token) === component);
    const tokens = its.map(({ token }) => v.parse(LinkToken, token)).sort();
    const itsOperations = operations
      .filter(({ shard, component: number }) => `${shard}.${String(number)}` === component)
      .map(({ body }) => v.parse(v.pipe(v.string(), v.parseJson(), StoredOperation), body));
    for (const token of itsOperations.flatMap(tokensOf)) expect(tokens).toContain(token);
    const expected = componentOf(tokens, itsOperations, USUAL_RULES);
    const profiles = Map.groupBy(its, ({ profile }) => profile);
    const grouped = [...profiles.values()].map((rows) => rows.map(({ token }) => String(token)).sort());
    expect(grouped.sort(([a = ""], [b = ""]) => (a < b ? -1 : 1))).toEqual(expected.profiles);
    const itsEdges = edges.filter(({ a }) => componentOfToken.get(a) === component);
    const pair = (a: unknown, b: unknown, kind: unknown) => `${String(a)} ${String(b)} ${String(kind)}`;
    expect(itsEdges.map(({ a, b, kind }) => pair(a, b, kind)).sort()).toEqual(
      expected.edges.map(({ a, b, kind }) => pair(a, b, kind)).sort(),
    );
  }
  expect(
    operations.filter(
      ({ shard, component }) => !new Set(componentOfToken.values()).has(`${shard}.${String(component)}`),
    ),
  ).toEqual([]);
  const pointed = new Set(pointers.map(({ token }) => token));
  const { entries, postings } = await blockStorage(site);
  expect([...new Set(entries.map(({ record }) => record))].sort()).toEqual(records.map(({ token }) => token).sort());
  for (const { token, shard } of records) {
    expect(pointed.has(token)).toBe(true);
    expect(shardOf(String(token))).toBe(shard);
  }
  for (const { record } of postings) expect(records.some(({ token }) => token === record)).toBe(true);
}
