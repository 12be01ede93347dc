import { abortAllDurableObjects, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { DEFAULT_MODEL } from "@sedge/linkage/scoring";
import type { PersonRecord } from "@sedge/linkage/terms";
import type { LinkKeys } from "@sedge/privacy/link-key";
import { OperationId, type ProfileExport } from "@sedge/protocol";
import { env } from "cloudflare:workers";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { file, filed, JANE, JANE_MISSPELT, postRecords, tokensOf } from "../../../../test/record.ts";
import { blockStorage, expectSound, shard, storage } from "../../../../test/shards.ts";
import { act, randomText, somebody } from "../../../../test/visitor.ts";
import { Identity } from "../client/identity.ts";
import { USUAL_RULES } from "../operations/identity-rules.ts";
import { operationKey } from "../operations/operation.ts";
import { RecordIndex } from "../records/record-index.ts";
import { intakeDeps } from "./intake-deps.ts";
import { RecordIntakes, type IntakeDeps } from "./record-intake.ts";
import { Intake, RecordRows } from "../records/record-rows.ts";
import { shardOf } from "../shard/shard-number.ts";

class Killed extends Error {}

const newOperation = () => v.parse(OperationId, randomText(16));

async function intakeOf(keys: LinkKeys, person: PersonRecord, operationId = newOperation()): Promise<Intake> {
  return v.parse(Intake, {
    record: keys.token,
    key: await operationKey(keys.token, operationId),
    operationId,
    at: Math.floor(Date.now() / 1_000),
    tokens: [keys.token],
    kinds: {},
    channel: "shop-till",
    fields: (await tokensOf(person)).fields,
    rules: USUAL_RULES,
  });
}

/** The other objects as they are, and the model that never learns. */
function intakeDepsOf(): IntakeDeps {
  return { ...intakeDeps(env, "demo", shard), model: async () => DEFAULT_MODEL };
}

/** Takes in a record on the real storage, as its shard would, until the call number `fatal` kills the driver. */
async function intakeUntil(intake: Intake, fatal: number, when: "before" | "after"): Promise<boolean> {
  let calls = 0;
  const mortal = async <Result>(call: () => Promise<Result>): Promise<Result> => {
    const isFatal = calls++ === fatal;
    if (isFatal && when === "before") throw new Killed();
    const result = await call();
    if (isFatal) throw new Killed();
    return result;
  };
  const index = new RecordIndex(env.BLOCK_SHARD, "demo");
  const identity = new Identity(env, "demo", USUAL_RULES);
  await shard(shardOf(intake.record)).register(intake.record, intake.at);
  return runInDurableObject(shard(shardOf(intake.record)), async (_, state) => {
    const rows = new RecordRows(state.storage);
    await state.storage.setAlarm(Date.now() + 60_000);
    rows.put(intake);
    const intakes = new RecordIntakes(rows, {
      ...intakeDepsOf(),
      index: {
        list: (...given) => mortal(() => index.list(...given)),
        unlist: (...given) => mortal(() => index.unlist(...given)),
      },
      identity: () => ({ apply: (...given) => mortal(() => identity.apply(...given)) }),
      peer: (number) => ({ recordsOf: (tokens) => mortal(() => shard(number).recordsOf(tokens)) }),
    });
    return intakes.finish(intake).then(
      () => false,
      (error: unknown) => {
        if (error instanceof Killed) return true;
        throw error;
      },
    );
  });
}

describe("an intake that is killed", () => {
  const kills = [0, 1, 2].flatMap((call) => [[call, "before"] as const, [call, "after"] as const]);

  // list, read the candidates, take
  test.each(kills)(
    "at call %i, %s its effect, is finished by the alarm, or by the same record again",
    async (call, when) => {
      for (const by of ["alarm", "repeat"] as const) {
        const [crm, till] = await Promise.all([somebody(), somebody()]);
        await file({ keys: crm, person: JANE });
        const operationId = newOperation();
        const intake = v.parse(Intake, {
          record: till.token,
          key: await operationKey(till.token, operationId),
          operationId,
          at: Math.floor(Date.now() / 1_000),
          tokens: [till.token],
          kinds: {},
          channel: "shop-till",
          fields: (await tokensOf(JANE_MISSPELT)).fields,
          rules: USUAL_RULES,
        });
        expect(await intakeUntil(intake, call, when)).toBe(true);
        await abortAllDurableObjects();
        if (by === "alarm") expect(await runDurableObjectAlarm(shard(shardOf(till.token)))).toBe(true);
        else await file({ keys: till, person: JANE_MISSPELT, channel: "shop-till", operationId });
        await expectSound();
        const read = await (await act("export", [crm])).json<ProfileExport>();
        expect(read.tokens).toContain(till.token);
        expect(read.edges.filter(({ a, b }) => [a, b].includes(till.token))).toHaveLength(1);
        await act("erase", [crm]);
        await expectSound();
        expect((await blockStorage()).postings).toEqual([]);
      }
    },
  );
});

test("a listing that arrives after the record's erasure is deleted", async () => {
  const crm = await somebody();
  const intake = await intakeOf(crm, JANE);
  const index = new RecordIndex(env.BLOCK_SHARD, "demo");
  await shard(shardOf(crm.token)).register(crm.token, intake.at);
  const taken = await runInDurableObject(shard(shardOf(crm.token)), async (_, state) => {
    const rows = new RecordRows(state.storage);
    rows.put(intake);
    const intakes = new RecordIntakes(rows, {
      ...intakeDepsOf(),
      index: {
        list: async (...given) => {
          await act("erase", [crm]);
          return index.list(...given);
        },
        unlist: (...given) => index.unlist(...given),
      },
    });
    return intakes.finish(intake);
  });
  expect(taken).toEqual({ state: "erased" });
  await expectSound();
  expect((await blockStorage()).entries).toEqual([]);
});

test("a record that is erased during its intake leaves nothing, in either order", async () => {
  for (let round = 0; round < 6; round++) {
    const crm = await somebody();
    const sent = await filed({ keys: crm, person: JANE });
    await act("link", [crm]);
    const intake = postRecords([sent]);
    await new Promise((resolve) => setTimeout(resolve, round * 3));
    const [response] = await Promise.all([intake, act("erase", [crm])]);
    expect(response.status).toBe(200);
    // Where the record came last it is there again, whole.
    await act("erase", [crm]);
    await runDurableObjectAlarm(shard(shardOf(crm.token)));
    await expectSound();
    expect((await storage()).records).toEqual([]);
    expect((await blockStorage()).entries).toEqual([]);
  }
});
