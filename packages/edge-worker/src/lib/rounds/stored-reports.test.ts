import { abortAllDurableObjects, runInDurableObject } from "cloudflare:test";
import { acceptedInShard, roundShardName } from "@sedge/operator/rounds";
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, test } from "vitest";
import stored from "../../../test/stored/report-shard-1.sql?raw";

const shard = (round: string) =>
  env.REPORT_SHARD.get(env.REPORT_SHARD.idFromName(roundShardName("demo", round as never, 0)));
const restored = () => shard("AQEBAQEBAQEBAQEBAQEBAQ");
const sqlOf = <Result>(stub: DurableObjectStub, work: (sql: SqlStorage) => Result) =>
  runInDurableObject(stub, (_, { storage }) => work(storage.sql));

describe.each([
  { from: "by version 1 of its schema", isVersioned: true },
  { from: "before schemas had versions", isVersioned: false },
])("a shard of reports that was stored $from", ({ isVersioned }) => {
  beforeEach(async () => {
    await runInDurableObject(restored(), async (_, { storage }) => {
      await storage.deleteAll();
      storage.sql.exec(stored);
      if (!isVersioned) storage.sql.exec("DROP TABLE schema_version");
      await storage.sync();
    });
    // The next call of the object runs this code's constructor on the older storage.
    await abortAllDurableObjects();
    // The database was ended too, and `reset` empties only what runs.
    await env.DB.prepare("SELECT 1").run();
  });

  test("is migrated to the tables of a new object", async () => {
    const schema = (sql: SqlStorage) => ({
      versions: sql.exec("SELECT * FROM schema_version").toArray(),
      columns: sql
        .exec("SELECT m.name, c.name AS column, c.type FROM sqlite_master m, pragma_table_info(m.name) c ORDER BY 1, 2")
        .toArray(),
    });
    expect(await sqlOf(restored(), schema)).toEqual(await sqlOf(shard("AgICAgICAgICAgICAgICAg"), schema));
  });

  test("has its reports, batches and sum, and recognises a repeat", async () => {
    expect(await restored().counts()).toEqual({ waiting: 2, counted: 2, refused: 1 });
    const rows = await sqlOf(restored(), (sql) => sql.exec("SELECT ballot, digest FROM reports").toArray());
    const body = { nonce: "", publicShare: "", edgeShare: "", sealedShare: "" } as never;
    expect(rows).toHaveLength(5);
    for (const { ballot, digest } of rows) {
      expect(await restored().accept(String(ballot), String(digest), body)).toBe("received");
      expect(await restored().accept(String(ballot), "another", body)).toBe("spent");
    }
    expect(await restored().close()).toEqual({ state: "draining" });
  });

  test("says what both operators accepted once nothing waits", async () => {
    const [done] = await sqlOf(restored(), (sql) => {
      sql.exec("UPDATE reports SET state = 'refused', batch = NULL, body = NULL WHERE state = 'waiting'");
      sql.exec("DELETE FROM batches WHERE digest IS NULL");
      return sql.exec<{ digest: string; accepted: number }>("SELECT digest, accepted FROM batches").toArray();
    });
    expect(done?.accepted).toBe(2);
    expect(await restored().close()).toEqual({ state: "drained", ...(await acceptedInShard(done ? [done] : [])) });
    const sum = (await restored().sum()) ?? expect.fail();
    expect(sum.some((byte) => byte > 0)).toBe(true);
  });
});
