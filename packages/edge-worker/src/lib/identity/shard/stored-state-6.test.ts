import { applyD1Migrations, reset } from "cloudflare:test";
import { type ProfileExport, USUAL_RETENTION } from "@sedge/protocol";
import { env } from "cloudflare:workers";
import { beforeEach, expect, test } from "vitest";
import wire6 from "../../../../test/fixtures/wire-6.json";
import { LOGIN } from "../../../../test/login.ts";
import { retainAfter } from "../../../../test/retention.ts";
import { expectSound, storage } from "../../../../test/shards.ts";
import {
  keysOf,
  restoreObjects,
  resumeSagas,
  type Stored,
  withRoundedConfidence,
} from "../../../../test/stored-state.ts";
import { act, problem, problemOf, RECEIPT } from "../../../../test/visitor.ts";

/** Migrations that the fixture's code had. */
const MIGRATIONS_BEFORE = 9;

const { madeAt, database, exports, ...objects } = wire6 as unknown as {
  readonly madeAt: number;
  readonly database: Readonly<Record<string, readonly Readonly<Record<string, string | number | null>>[]>>;
  readonly exports: Readonly<Record<string, ProfileExport>>;
} & Readonly<Record<"identityShards" | "blockShards" | "modelKeeper", Stored>>;

beforeEach(async () => {
  await reset();
  await applyD1Migrations(env.DB, env.MIGRATIONS.slice(0, MIGRATIONS_BEFORE));
  for (const [table, rows] of Object.entries(database)) {
    for (const row of rows) {
      const marks = Object.keys(row).map(() => "?");
      await env.DB.prepare(`INSERT INTO ${table} VALUES (${marks.join(", ")})`)
        .bind(...Object.values(row))
        .run();
    }
  }
  await applyD1Migrations(env.DB, env.MIGRATIONS);
  // Its sites had no login key. Since then reading and erasing a profile needs a proof.
  await env.DB.prepare("INSERT INTO login_keys VALUES ('demo', ?, NULL)")
    .bind((await LOGIN).key)
    .run();
  await restoreObjects(objects);
});

test("state that the code before retention has stored is served as before", async () => {
  for (const [number, { receipts: _, landingLinks: _open, ...expected }] of Object.entries(exports)) {
    const response = await act("export", [await keysOf(Number(number))]);
    const { receipts, landingLinks: _links, ...found } = await response.json<ProfileExport>();
    expect(withRoundedConfidence(found)).toEqual(withRoundedConfidence(expected));
    expect(receipts).toContainEqual({ token: expected.tokens[0], receipt: RECEIPT });
  }
  const repeated = await act("link", [await keysOf(1), await keysOf(2)], { operationId: "AQEBAQEBAQEBAQEBAQEBAQ" });
  expect(await repeated.json()).toMatchObject({ tokens: 2 });
  // Erased before: what was signed since begins a new profile, and what was withdrawn stays withdrawn.
  expect(await problemOf(await act("link", [await keysOf(4)]))).toEqual(problem(403, "consent-withdrawn"));
  const late = { receipt: { ...RECEIPT, day: "2026-11-30" } };
  expect((await act("link", [await keysOf(4)], late)).status).toBe(200);
});

test("its unfinished erasure is finished, and what it has is erased, and expires by the schedule", async () => {
  const [one, half] = [await keysOf(1), await keysOf(10)];
  await resumeSagas();
  await expectSound();
  const tokens = async () => (await storage()).members.map(({ token }) => token);
  expect(await tokens()).toContain(one.token);
  expect(await tokens()).not.toContain(half.token);
  expect((await act("erase", [one], { receipt: { ...RECEIPT, purposes: [], day: "2026-11-30" } })).status).toBe(200);
  expect(JSON.stringify(await storage())).not.toContain(one.token);
  expect(await problemOf(await act("export", [one]))).toEqual(problem(404, "unknown-profile"));
  await expectSound();
  const days = (madeAt * 1_000 - Date.now()) / 86_400_000 + USUAL_RETENTION.profileDays;
  await retainAfter(Math.max(0, Math.ceil(days)) + 1);
  expect((await storage()).members).toEqual([]);
});
