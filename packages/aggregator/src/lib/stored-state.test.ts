import { abortAllDurableObjects, reset, runInDurableObject } from "cloudflare:test";
import { roundDigest, roundShardName, shardDigest, sumShapeOf } from "@sedge/operator/rounds";
import { decodeSum } from "@sedge/privacy/contribution";
import { BatchId, Codebook, GenerationReport, RoundId } from "@sedge/protocol";
import { env } from "cloudflare:workers";
import * as v from "valibot";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { generationAfter } from "../../../clustering/test/next-generation.ts";
import storedRegistry from "../../test/stored/codebook-registry-1.sql?raw";
import storedShard from "../../test/stored/report-shard-1.sql?raw";
import storedKeeper from "../../test/stored/round-keeper-1.sql?raw";
import { call } from "../../test/edge.ts";
import { lastGeneration } from "./rounds/publish-next.ts";

const ROUND = v.parse(RoundId, "fDQO3qbr86q0jUNbEJYpYw");
const BATCH = v.parse(BatchId, "AwMDAwMDAwMDAwMDAwMDAw");

const registry = (site = "demo") => env.CODEBOOK_REGISTRY.get(env.CODEBOOK_REGISTRY.idFromName(site));
const keeper = (site = "demo") => env.ROUND_KEEPER.get(env.ROUND_KEEPER.idFromName(site));
const shard = (site = "demo") => env.REPORT_SHARD.get(env.REPORT_SHARD.idFromName(roundShardName(site, ROUND, 0)));

/** Replaces an object's storage with what older code stored; `isVersioned` false: as before schemas had versions. */
async function restore(stub: DurableObjectStub, stored: string, isVersioned: boolean): Promise<void> {
  await runInDurableObject(stub, async (_, { storage }) => {
    await storage.deleteAll();
    storage.sql.exec(stored);
    if (!isVersioned) storage.sql.exec("DROP TABLE schema_version");
    await storage.sync();
  });
}

const schemaOf = (stub: DurableObjectStub) =>
  runInDurableObject(stub, (_, { storage: { sql } }) => ({
    versions: sql.exec("SELECT * FROM schema_version ORDER BY component").toArray(),
    columns: sql
      .exec("SELECT m.name, c.name AS column, c.type FROM sqlite_master m, pragma_table_info(m.name) c ORDER BY 1, 2")
      .toArray(),
  }));

afterEach(async () => {
  // `reset` empties only the objects that run, and a test may have ended them.
  for (const site of ["demo", "new-site"]) {
    for (const object of [registry, keeper, shard]) await runInDurableObject(object(site), () => undefined);
  }
  await reset();
});

describe.each([
  { from: "by version 1 of each schema", isVersioned: true },
  { from: "before schemas had versions", isVersioned: false },
])("state that was stored $from", ({ isVersioned }) => {
  beforeEach(async () => {
    await restore(registry(), storedRegistry, isVersioned);
    await restore(keeper(), storedKeeper, isVersioned);
    await restore(shard(), storedShard, isVersioned);
    // The next call of each object runs this code's constructor on the older storage.
    await abortAllDurableObjects();
  });

  test("is migrated to the tables of a new object", async () => {
    for (const object of [registry, keeper, shard]) {
      expect(await schemaOf(object())).toEqual(await schemaOf(object("new-site")));
    }
  });

  test("has its codebook and report, and the next generation follows it with sums of its own", async () => {
    const { bytes, generation, sha256 } = await registry().current();
    expect(generation).toBe(1);
    const codebook = v.parse(v.pipe(v.string(), v.parseJson(), Codebook), new TextDecoder().decode(bytes));
    expect(await lastGeneration(registry())).toMatchObject({
      codebook,
      report: { generation: 1 },
      sums: undefined,
    });
    expect(await registry().names(1)).toBeUndefined();
    expect(v.parse(GenerationReport, JSON.parse((await registry().report(1)) ?? "")).people).toBe(9);
    const next = await generationAfter({ codebook, sha256, sums: undefined });
    const beside = { report: next.reportText, sums: next.sumsText };
    expect(await registry().publish(bytes, beside)).toBe("not-the-next-generation");
    expect(await registry().publish(new TextEncoder().encode(next.text), beside)).toBe("accepted");
    expect(await registry().names(2)).toEqual({ codebook: next.sha256, sums: next.codebook.sums });
  });

  test("has what was spent, and counts ballots of the running round where it stopped", async () => {
    const report = await keeper().report();
    expect(report.spent).toMatchObject({ rounds: 1, rho: expect.closeTo(0.8356081311018582, 9) });
    const drawn = 2 * ((await keeper().work(ROUND))?.terms.maxPeople ?? 0) - 2;
    await runInDurableObject(keeper(), (_, { storage }) => {
      storage.sql.exec("UPDATE ballots SET drawn = ?", drawn);
    });
    const grants = [
      await keeper().drawBallot(ROUND),
      await keeper().drawBallot(ROUND),
      await keeper().drawBallot(ROUND),
    ];
    expect(grants.map(({ state }) => state)).toEqual(["granted", "granted", "budget-spent"]);
  });

  test("answers a batch as before, and the round goes on to its end with the stored sum", async () => {
    const batch = { batch: BATCH, shard: 0, reports: [] };
    expect(await shard().check(batch)).toEqual({ state: "checked", verdicts: [{ message: "AAAA" }] });
    const terms = (await keeper().work(ROUND))?.terms ?? expect.fail();
    const sum = (await shard().sum()) ?? expect.fail();
    expect(decodeSum(sumShapeOf(terms), sum).some((share) => share > 0n)).toBe(true);
    const digest = await roundDigest([
      await shardDigest(["qroMv9TVk_HujCrx7Pi6O9U6dkn9R0IPz5-0AcMStzY"]),
      await shardDigest([]),
    ]);
    const closed = await call("closeRound", { people: 2, digest }, ROUND);
    expect(await closed.json()).toEqual({ state: "verified", end: null });
    expect(await shard().check({ ...batch, batch: v.parse(BatchId, "BAQEBAQEBAQEBAQEBAQEBA") })).toEqual({
      state: "closed",
    });
  });
});
