import { runInDurableObject } from "cloudflare:test";
import { type Retention, RETENTION_PERIODS, USUAL_RETENTION } from "@sedge/protocol";
import { env } from "cloudflare:workers";
import { describe, expect, test, vi } from "vitest";
import { clockedEdge } from "../../test/clocked-edge.ts";
import { loggedBy } from "../../test/faulty-aggregator.ts";
import { admin } from "../../test/operator.ts";
import { file, JANE } from "../../test/record.ts";
import { passDays, retainAfter } from "../../test/retention.ts";
import { blockStorage, expectSound, shard, storage } from "../../test/shards.ts";
import { act, problem, problemOf, randomText, RECEIPT, somebody } from "../../test/visitor.ts";
import { tokenDigest } from "../lib/identity/operations/short-memory.ts";
import { enforceRetention, RETENTION_KINDS } from "../lib/retention/retention-job.ts";

const CODEWORD = { body: { channel: "web", codeword: { generation: 0, path: "" } } };
const rows = async (table: string) => (await env.DB.prepare(`SELECT * FROM ${table}`).all()).results;
const set = (order: Partial<Record<keyof Retention, number | null>>, ask = clockedEdge().ask) =>
  admin("retention", order, ask);

describe("what has passed its time is gone from the storage, and not a day before:", () => {
  test("a profile that reports, about which nothing was sent for so long", async () => {
    const [one, other] = [await somebody(), await somebody()];
    await act("link", [one, other]);
    await act("assign", [one], CODEWORD);
    const { profileDays } = USUAL_RETENTION;
    await passDays(profileDays - 1);
    expect((await storage()).members).toHaveLength(2);
    await passDays(1);
    const { nonces: _, operation_results: _results, erased: _erased, ...left } = await storage();
    for (const [table, found] of Object.entries(left)) expect([table, found]).toEqual([table, []]);
    expect(JSON.stringify(await storage())).not.toContain(one.token);
  });

  test("a codeword, and when it was reported", async () => {
    const keys = await somebody();
    await act("link", [keys]);
    await act("assign", [keys], CODEWORD);
    await retainAfter(USUAL_RETENTION.codewordDays - 1);
    expect((await storage()).observations).toHaveLength(1);
    await retainAfter(USUAL_RETENTION.codewordDays + 1);
    const { observations, seen, members } = await storage();
    expect([observations, seen, members.length]).toEqual([[], [], 1]);
    await expectSound();
  });

  test("a record, with what it is found by", async () => {
    await set({ profileDays: RETENTION_PERIODS.profileDays.max });
    await file({ keys: await somebody(), person: JANE });
    await retainAfter(USUAL_RETENTION.recordDays - 1);
    expect((await storage()).records).toHaveLength(1);
    await retainAfter(USUAL_RETENTION.recordDays + 1);
    expect((await storage()).records).toEqual([]);
    const { entries, postings } = await blockStorage();
    expect([entries, postings]).toEqual([[], []]);
  });

  test("an operation that was taken back, with its undo; what is in effect stays", async () => {
    await set({ visitorKeyDays: RETENTION_PERIODS.visitorKeyDays.max });
    const [one, other, third] = [await somebody(), await somebody(), await somebody()];
    const operationId = randomText(16);
    await act("link", [one, other], { operationId });
    await act("link", [one, third]);
    await act("undo", [one], { body: { operationId } });
    const count = async () => (await storage()).operations.length;
    const before = await storage();
    expect(await count()).toBe(3);
    await retainAfter(USUAL_RETENTION.historyDays - 1);
    expect(await count()).toBe(3);
    await retainAfter(USUAL_RETENTION.historyDays + 1);
    const { operations, edges, members } = await storage();
    expect(operations).toHaveLength(1);
    expect(operations[0]?.["body"]).not.toContain(other.token);
    expect([edges, members.length]).toEqual([before.edges, 3]);
    await expectSound();
  });

  test("a receipt, whose consent then counts for nothing", async () => {
    const keys = await somebody();
    const day = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
    const { receiptDays } = USUAL_RETENTION;
    expect((await act("link", [keys], { receipt: { ...RECEIPT, day: day(receiptDays - 1) } })).status).toBe(200);
    await retainAfter(0);
    expect(await rows("receipts")).toHaveLength(1);
    await retainAfter(2);
    expect(await rows("receipts")).toEqual([]);
    const late = { receipt: { ...RECEIPT, day: day(receiptDays + 1) } };
    expect(await problemOf(await act("link", [keys], late))).toEqual(problem(403, "consent-required"));
    expect((await act("erase", [keys], late)).status).toBe(200);
  });

  test("what an erasure leaves: the withdrawal and a tombstone, under a digest, in both stores", async () => {
    const keys = await somebody();
    const day = new Date().toISOString().slice(0, 10);
    await act("link", [keys]);
    await act("erase", [keys], { receipt: { ...RECEIPT, purposes: [], day } });
    const left = async () => [await rows("receipts"), await rows("tombstones"), (await storage()).tombstones];
    const { receiptDays } = USUAL_RETENTION;
    await retainAfter(receiptDays - 1);
    expect((await left()).map(({ length }) => length)).toEqual([1, 1, 1]);
    expect(JSON.stringify(await left())).not.toContain(keys.token);
    await retainAfter(receiptDays + 1);
    expect(await left()).toEqual([[], [], []]);
  });

  test("the token in receipts of before: it gives way to its digest, and those of an erased token go", async () => {
    const [one, gone] = [await somebody(), await somebody()];
    await act("erase", [gone]);
    const insert = env.DB.prepare("INSERT INTO receipts VALUES ('demo', ?, ?, '2026-11', ?, '', '')");
    await env.DB.batch([
      insert.bind(one.token, "link", RECEIPT.day),
      insert.bind(one.token, "", "2026-11-20"),
      insert.bind(gone.token, "link", RECEIPT.day),
    ]);
    expect(await problemOf(await act("link", [one], { receipt: { ...RECEIPT, day: "2026-11-19" } }))).toEqual(
      problem(403, "consent-withdrawn"),
    );
    await retainAfter(0);
    const subjects = (await rows("receipts")).map((row) => row["subject"]);
    expect(subjects.filter((subject) => subject === one.token || subject === gone.token)).toEqual([]);
    const digest = await tokenDigest(one.token);
    expect(subjects.filter((subject) => subject === digest)).toHaveLength(2);
  });

  test("a webhook that was given up", async () => {
    const at = Math.floor(Date.now() / 1_000);
    await env.DB.prepare("INSERT INTO dead_webhooks VALUES ('demo', 'a', 'email', 'rule', ?)").bind(at).run();
    await retainAfter(USUAL_RETENTION.deadWebhookDays - 1);
    expect(await rows("dead_webhooks")).toHaveLength(1);
    await retainAfter(USUAL_RETENTION.deadWebhookDays);
    expect(await rows("dead_webhooks")).toEqual([]);
  });
});

test("a site's own periods count, are shown in the manifest, and a bad one changes nothing and says what it may be", async () => {
  const edge = clockedEdge();
  const manifestOf = async () => (await edge.manifest()) as unknown as { retention: Retention };
  expect((await manifestOf()).retention).toEqual(USUAL_RETENTION);
  expect((await set({ codewordDays: 10, visitorKeyDays: 3 }, edge.ask)).status).toBe(200);
  expect((await manifestOf()).retention).toEqual({ ...USUAL_RETENTION, codewordDays: 10, visitorKeyDays: 3 });
  for (const days of [0, 1.5, RETENTION_PERIODS.receiptDays.max + 1, 30]) {
    const refused = await set({ receiptDays: days, codewordDays: 20 }, edge.ask);
    const { code, errors } = await refused.json<{ code: string; errors: string[] }>();
    const sentence = `receiptDays must be a whole number of days from 31 to 3650, not ${days}.`;
    expect([refused.status, code, errors]).toEqual([400, "retention-out-of-bounds", [sentence]]);
  }
  expect(await (await admin("retention", undefined, edge.ask)).json()).toMatchObject({ codewordDays: 10 });
  expect(await (await set({ codewordDays: null }, edge.ask)).json()).toEqual({ ...USUAL_RETENTION, visitorKeyDays: 3 });
  await act("link", [await somebody()]);
  await passDays(3);
  expect((await storage()).members).toEqual([]);
});

test("one kind that fails, or one shard or site, stops no other, and is tried again after the others", async () => {
  await env.DB.prepare("INSERT INTO sites VALUES ('aaa', '[]', 50, '2026-11')").run();
  await act("link", await Promise.all(Array.from({ length: 4 }, somebody)));
  const [broken, whole] = [shard(3), shard(4)];
  const put = (stub: typeof broken, token: string) =>
    runInDurableObject(stub, (_, { storage: { sql } }) =>
      sql.exec("INSERT INTO records VALUES (?, 'key', 0, 'email', '{}')", token),
    );
  await put(broken, "no token");
  const [made, another] = [await somebody(), await somebody()];
  await put(whole, another.token);
  const failing = vi.fn(async () => Promise.reject(new Error("no")));
  const kinds = { "aaa-first": failing, ...RETENTION_KINDS };
  const now = () => Date.now() + USUAL_RETENTION.visitorKeyDays * 86_400_000;
  const lines = await loggedBy(() => enforceRetention(env, now, kinds));
  expect(lines).toContainEqual(expect.objectContaining({ event: "retention-failed", site: "aaa" }));
  expect(lines).toContainEqual(expect.objectContaining({ event: "retention-failed", site: "demo" }));
  const { members, records } = await storage();
  expect(members).toEqual([]);
  expect(records.map((record) => [record.shard, record["token"]])).toEqual([[3, "no token"]]);
  await enforceRetention(env, now, kinds);
  expect(failing).toHaveBeenCalledTimes(2);
  await runInDurableObject(broken, (_, { storage: { sql } }) => sql.exec("UPDATE records SET token = ?", made.token));
  await enforceRetention(env, () => now() + 300_000, kinds);
  expect((await storage()).records).toEqual([]);
});

test("a run does a bounded part, and the runs that follow do the rest", async () => {
  await act("link", [await somebody()]);
  await runInDurableObject(shard(0), (_, state) => {
    for (let index = 0; index < 120; index++) {
      const token = `${String(index).padStart(3, "0")}${"A".repeat(40)}`;
      state.storage.sql.exec("INSERT INTO observations VALUES (?, 'web', 0, '', ?)", token, index);
    }
  });
  const left = async () => (await storage()).observations.length;
  const run = () => enforceRetention(env, Date.now);
  await run();
  expect(await left()).toBe(70);
  await run();
  await run();
  expect(await left()).toBe(0);
  const { results } = await env.DB.prepare("SELECT due FROM retention_runs WHERE due <= ?")
    .bind(Date.now() / 1_000)
    .all();
  expect(results).toEqual([]);
});
