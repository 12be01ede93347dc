import { abortAllDurableObjects, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import type { LinkKeys } from "@sedge/privacy/link-key";
import { SagaReport } from "@sedge/protocol";
import { exports } from "cloudflare:workers";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { shardOf, SHARDS } from "../lib/identity/shard/shard-number.ts";
import { admin } from "../../test/operator.ts";
import { expectSound, shard, storage } from "../../test/shards.ts";
import { act, problemOf, randomText, somebody } from "../../test/visitor.ts";

/** Somebody whose token hashes to the shard, and sorts before or after another. */
async function somebodyAt(
  number: number,
  order: "before" | "after" | "anywhere" = "anywhere",
  other = "",
): Promise<LinkKeys> {
  for (;;) {
    const keys = await somebody();
    const isThere = shardOf(keys.token) === number;
    if (isThere && (order === "anywhere" || keys.token < other === (order === "before"))) return keys;
  }
}

const sqlAt = (number: number, query: string, ...values: (string | number)[]) =>
  runInDurableObject(shard(number), (_, state) => state.storage.sql.exec(query, ...values).toArray());

const sagas = async () =>
  v.parse(SagaReport, await (await admin("sagas", undefined, (one) => exports.default.fetch(one))).json()).shards;

test("a saga that can't finish refuses only its own tokens, also after a restart, is reported, and finishes once it can", async () => {
  const [victim, bystander] = [await somebodyAt(3), await somebodyAt(3)];
  await act("link", [victim]);
  await act("link", [bystander]);
  const [member] = (await storage()).members.filter(({ token }) => token === victim.token);
  // The erasure of the victim's profile has been noted, in a form that no code can read.
  const profile = Number(member?.["profile"]);
  await sqlAt(3, "INSERT INTO erasures VALUES (?, ?, ?, 1, '?', 'erased')", profile, victim.token, "ab".repeat(32));
  await runInDurableObject(shard(3), (_, state) => state.storage.setAlarm(Date.now() + 60_000));
  for (const isRestarted of [false, true]) {
    if (isRestarted) await abortAllDurableObjects();
    await runDurableObjectAlarm(shard(3));
    expect((await act("link", [bystander])).status).toBe(200);
    expect((await act("link", [bystander, await somebodyAt(3)])).status).toBe(200);
    expect((await act("export", [bystander])).status).toBe(200);
    const refused = await act("export", [victim]);
    expect(refused.headers.get("retry-after")).toBe("30");
    expect(await problemOf(refused)).toMatchObject({ status: 503, code: "profile-unavailable" });
    expect(await sagas()).toEqual([{ shard: 3, unfinished: 1, failing: 1 }]);
  }
  await sqlAt(3, "UPDATE erasures SET result = ?", '{"tokens":1,"edges":0,"observations":0}');
  await runDurableObjectAlarm(shard(3));
  expect(await sagas()).toEqual([]);
  expect(await problemOf(await act("export", [victim]))).toMatchObject({ code: "unknown-profile" });
  await expectSound();
});

test("an erasure that can't finish says so, and is finished by its repeat", async () => {
  const victim = await somebodyAt(3);
  await act("link", [victim]);
  await sqlAt(3, "CREATE TRIGGER stuck BEFORE DELETE ON pointers BEGIN SELECT RAISE(ABORT, 'stuck'); END");
  const operationId = randomText(16);
  const refused = await act("erase", [victim], { operationId });
  expect(refused.headers.get("retry-after")).toBe("30");
  expect(await problemOf(refused)).toMatchObject({ status: 503, code: "profile-unavailable" });
  await sqlAt(3, "DROP TRIGGER stuck");
  await runDurableObjectAlarm(shard(3));
  expect(await (await act("erase", [victim], { operationId })).json()).toMatchObject({ tokens: 1 });
  await expectSound();
});

/** Refuses rows of more than so many characters in what a move writes, as the platform refuses rows of 2 MB. The local engine does not. */
async function limitRows(chars: number): Promise<void> {
  const trigger = `CREATE TRIGGER row_limit BEFORE INSERT ON departure_parts WHEN length(NEW.body) > ${chars}
                   BEGIN SELECT RAISE(ABORT, 'row too large'); END`;
  for (let number = 0; number < SHARDS; number++) await sqlAt(number, trigger);
}

/** A profile at home in shard 7 whose bundle has more than half a million characters, as earlier code kept it. */
async function largeProfile(): Promise<LinkKeys> {
  const keys = await somebodyAt(7);
  await act("link", [keys]);
  await sqlAt(
    7,
    `INSERT INTO operation_results
     WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 2500)
     SELECT printf('%064x', n), ?, '{"tokens":1,"edges":0,"observations":0}', unixepoch() FROM numbers`,
    keys.token,
  );
  return keys;
}

describe("a component of more than a row may have", () => {
  test("moves in parts that fit", async () => {
    await limitRows(100_000);
    const large = await largeProfile();
    const other = await somebodyAt(8, "before", large.token);
    expect(await (await act("link", [large, other])).json()).toMatchObject({ tokens: 2 });
    await expectSound();
    expect((await storage()).members.map((member) => member.shard)).toEqual([8, 8]);
    expect((await storage()).operation_results.length).toBeGreaterThan(2_500);
  });

  test("stays where it is if it can't move, is served there, and holds up nobody", async () => {
    await limitRows(1_000);
    const large = await largeProfile();
    const [other, bystander] = [await somebodyAt(8, "before", large.token), await somebodyAt(8)];
    expect(await problemOf(await act("link", [large, other]))).toMatchObject({ code: "profile-unavailable" });
    for (const isRestarted of [false, true]) {
      if (isRestarted) await abortAllDurableObjects();
      for (const keys of [large, other, bystander]) expect((await act("link", [keys])).status).toBe(200);
    }
    await expectSound();
  });
});
