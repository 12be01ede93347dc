import { runInDurableObject } from "cloudflare:test";
import { DEFAULT_MODEL } from "@sedge/linkage/scoring";
import type { ProfileExport } from "@sedge/protocol";
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, test } from "vitest";
import wire5 from "../../../../test/fixtures/wire-5.json";
import { blockShard, blockStorage, expectSound, shard, storage } from "../../../../test/shards.ts";
import {
  keeper,
  keysOf,
  restoreObjects,
  resumeSagas,
  type Stored,
  type Tables,
  withRoundedConfidence,
} from "../../../../test/stored-state.ts";
import { act } from "../../../../test/visitor.ts";
import { shardOf } from "./shard-number.ts";

const versionOf = (stub: DurableObjectStub) =>
  runInDurableObject(stub, (_, state) =>
    state.storage.sql.exec("SELECT component, version FROM schema_version").toArray(),
  );

/** Number 11 of the fixture's keys is a guest device. */
const GUEST = 11;

/** An export as version 5 of the wire had it: `effective` was named `holds`. */
type ExportOfVersion5 = Omit<ProfileExport, "history"> & {
  readonly history: readonly (Omit<ProfileExport["history"][number], "effective"> & { readonly holds: boolean })[];
};

describe("state that wire version 5 has stored", () => {
  const { identityShards, blockShards, modelKeeper, exports } = wire5 as unknown as {
    identityShards: Stored;
    blockShards: Stored;
    modelKeeper: Stored;
    exports: Readonly<Record<string, object>>;
  };

  beforeEach(async () => {
    await restoreObjects({ identityShards, blockShards, modelKeeper });
  });

  test("is migrated to the tables of a new object, with every row, and is exported as before", async () => {
    const count = (tables: readonly Tables[], table: string) =>
      tables.reduce((sum, one) => sum + (one[table]?.length ?? 0), 0);
    const before: Record<string, string> = {
      operations: "deeds",
      operation_results: "operations",
      registered: "told",
      withdrawals: "told_ended",
      departure_parts: "departures",
    };
    const stored = await storage();
    for (const [table, rows] of Object.entries(stored)) {
      expect(rows, table).toHaveLength(count(identityShards.rows, before[table] ?? table));
    }
    for (const [table, rows] of Object.entries(await blockStorage())) {
      expect(rows, table).toHaveLength(count(blockShards.rows, table));
    }
    expect(await versionOf(shard(0))).toEqual(expect.arrayContaining([{ component: "identity-shard", version: 8 }]));
    expect(await versionOf(blockShard(0))).toEqual([{ component: "block-shard", version: 1 }]);
    expect(await versionOf(keeper())).toEqual([{ component: "model-keeper", version: 2 }]);
    const schemaOf = (stub: DurableObjectStub) =>
      runInDurableObject(stub, (_, state) =>
        state.storage.sql
          .exec("SELECT type, name, tbl_name FROM sqlite_master ORDER BY type, name")
          .toArray()
          .concat(
            state.storage.sql
              .exec(
                "SELECT m.name, c.name AS column FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE '\\_cf%' ESCAPE '\\' ORDER BY 1, 2",
              )
              .toArray(),
          ),
      );
    const other = env.IDENTITY_SHARD.get(env.IDENTITY_SHARD.idFromName("demo-new/0"));
    await other.home((await keysOf(1)).token);
    expect(await schemaOf(shard(0))).toEqual(await schemaOf(other));
    for (const [number, { history, ...expected }] of Object.entries(exports as Record<string, ExportOfVersion5>)) {
      const response = await act("export", [await keysOf(Number(number))]);
      const { receipts: _, journey, ...found } = await response.json<ProfileExport>();
      const before = {
        ...expected,
        // A guest device was once shown the rounds of the recipient.
        ...(Number(number) === GUEST && { rounds: [] }),
        history: history.map(({ holds, ...entry }) => ({ ...entry, effective: holds })),
      };
      const now = { ...found, journey: { ...journey, transitions: [] } };
      expect(withRoundedConfidence(now)).toEqual(withRoundedConfidence(before));
    }
    expect(Object.keys(exports)).toHaveLength(10);
    expect(await keeper().model()).toEqual({ ...DEFAULT_MODEL, linkWeight: 7 });
  });

  test("has its unfinished sagas finished: a departure, a move, an erasure, a record", async () => {
    const { departures, moves, erasures, intakes } = await storage();
    expect([departures, moves, erasures, intakes].map(({ length }) => length)).toEqual([1, 1, 1, 1]);
    await resumeSagas();
    await expectSound();
    const { members, records } = await storage();
    const tokens = members.map(({ token }) => token);
    const [departed, erased, filed, moved] = await Promise.all([12, 13, 14, 15].map(keysOf));
    expect(tokens).toContain(departed?.token);
    expect(tokens).not.toContain(erased?.token);
    expect(tokens).toContain(moved?.token);
    expect(records.map(({ token }) => token)).toContain(filed?.token);
  });

  test("answers repeats, refuses withdrawn tokens, and deletes what depends on an erased token", async () => {
    const [one, other] = [await keysOf(1), await keysOf(2)];
    const before = await storage();
    // The first link of the fixture. Its operation ID is 16 bytes of 1.
    const repeated = await act("link", [one, other], { operationId: "AQEBAQEBAQEBAQEBAQEBAQ" });
    expect(await repeated.json()).toMatchObject({ tokens: 2 });
    expect((await storage()).operations).toEqual(before.operations);
    const [registered, withdrawn] = [await keysOf(1), await keysOf(7)];
    const own = shard(shardOf(withdrawn.token));
    await own.registerForChannel([{ token: withdrawn.token, at: 0 }], "email");
    expect(await own.knownBy([withdrawn.token], "email")).toEqual([]);
    const home = shard(shardOf(registered.token));
    expect(await home.knownBy([registered.token], "email")).toEqual([registered.token]);
    await act("erase", [registered]);
    expect(await home.knownBy([registered.token], "email")).toEqual([]);
    const { registered: left, landing_links } = await storage();
    expect(left.map(({ token }) => token)).not.toContain(registered.token);
    expect(landing_links.map(({ recipient }) => recipient)).not.toContain(registered.token);
    await keeper().learn({ blocked: [[1, 2]], candidates: 1, random: [] });
    const totals = await runInDurableObject(keeper(), (_, state) =>
      state.storage.sql.exec("SELECT value FROM totals WHERE name = 'records'").one(),
    );
    expect(totals).toEqual({
      value: (modelKeeper.rows[0]?.["totals"]?.find(({ name }) => name === "records")?.["value"] as number) + 1,
    });
    const [entry] = (await blockStorage()).entries;
    await blockShard(Number(entry?.shard)).unlist(entry?.["record"] as never);
    const index = await blockStorage();
    expect(
      index.postings.filter(({ record, shard }) => record === entry?.["record"] && shard === entry?.shard),
    ).toEqual([]);
  });
});
