import type { LinkKeys } from "@sedge/privacy/link-key";
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { backupOfDatabase, backupOfShards } from "../../test/backup.ts";
import { connectorOf, deliver, readCluster } from "../../test/delivery.ts";
import { file, JANE } from "../../test/record.ts";
import { blockStorage, expectSound, storage } from "../../test/shards.ts";
import { act, envelope, message, problem, problemOf, randomText, RECEIPT, somebody } from "../../test/visitor.ts";

const WITHDRAWAL = { ...RECEIPT, purposes: [] };
const CODEWORD = { body: { channel: "web", codeword: { generation: 0, path: "" } } };

/** A person of three tokens and another who stays, each with a codeword. */
async function people(): Promise<{ leaver: readonly [LinkKeys, LinkKeys, LinkKeys]; other: LinkKeys }> {
  const leaver = [await somebody(), await somebody(), await somebody()] as const;
  const other = await somebody();
  for (const keys of [leaver, [other]]) {
    await act("link", keys);
    await act("assign", [keys[0] ?? other], CODEWORD);
  }
  return { leaver, other };
}
const read = (keys: LinkKeys) => act("export", [keys]);
const has = async (text: string) => JSON.stringify(await storage()).includes(text);

describe("identity shards that are restored from a backup of before", () => {
  test("an erasure serve nobody who was erased since, no matter who asks first, and have nothing of them again", async () => {
    const { leaver, other } = await people();
    const restore = await backupOfShards();
    expect(await has(leaver[1].token)).toBe(true);
    expect((await act("erase", [leaver[0]], { receipt: WITHDRAWAL })).status).toBe(200);
    expect(await has(leaver[1].token)).toBe(false);
    await restore();
    // Somebody else asks: the leaver's tokens are at home wherever.
    expect((await read(other)).status).toBe(200);
    for (const keys of leaver) {
      expect(await problemOf(await read(keys))).toEqual(problem(404, "unknown-profile"));
      expect(await has(keys.token)).toBe(false);
    }
    await expectSound();
    // A later message begins a new profile, which a restart keeps.
    expect((await act("link", [leaver[0]], { receipt: { ...RECEIPT, day: "2026-11-29" } })).status).toBe(200);
    await (
      await backupOfShards()
    )();
    expect((await read(leaver[0])).status).toBe(200);
  });

  test("a withdrawal give its channels nothing, and leave the rest of the profile as it is", async () => {
    const [record, phone] = [await somebody(), await somebody()];
    await file({ keys: record, person: JANE, identifiers: [[phone, "phone"]] });
    await act("assign", [phone], CODEWORD);
    const connector = await connectorOf("call-centre");
    const status = async () => (await readCluster(connector, "call-centre", record.token)).status;
    expect(await status()).toBe(200);
    const restore = await backupOfShards();
    const item = await envelope([record], message("unlink", { receipt: WITHDRAWAL }));
    expect(await deliver("call-centre", [item])).toMatchObject([{ tokens: 1 }]);
    await restore();
    expect(await status()).toBe(404);
    expect((await storage()).records).toEqual([]);
    expect((await blockStorage()).entries).toEqual([]);
    const { tokens } = await (await read(phone)).json<{ tokens: string[] }>();
    expect(tokens).toEqual([phone.token]);
    await expectSound();
  });

  test("what the schedule or a key epoch has ended forget it by themselves, and journal nothing", async () => {
    const { leaver } = await people();
    const restore = await backupOfShards();
    await restore();
    expect((await read(leaver[0])).status).toBe(200);
    expect((await storage()).tombstones).toEqual([]);
  });
});

describe("a database that is restored from a backup of before", () => {
  test("an erasure gets back the withdrawal, and neither the consents nor the request for it", async () => {
    const { leaver, other } = await people();
    await env.DB.prepare("INSERT INTO erasure_requests VALUES ('demo', ?, ?, 1, 9999999999, 0)")
      .bind(leaver[1].token, randomText(16))
      .run();
    const restore = await backupOfDatabase();
    const at = new Date().toISOString().slice(0, 10);
    expect((await act("erase", leaver, { receipt: { ...WITHDRAWAL, day: at } })).status).toBe(200);
    const after = async () =>
      (await env.DB.prepare("SELECT subject, purposes, day FROM receipts ORDER BY 1, 2").all()).results;
    const expected = await after();
    await restore();
    expect(await after()).not.toEqual(expected);
    expect((await read(other)).status).toBe(200);
    for (const keys of leaver) expect(await problemOf(await read(keys))).toEqual(problem(404, "unknown-profile"));
    const purposes = async () => (await after()).map((row) => `${String(row["subject"])} ${String(row["purposes"])}`);
    expect(await purposes()).toEqual(expected.map((row) => `${String(row["subject"])} ${String(row["purposes"])}`));
    expect((await env.DB.prepare("SELECT * FROM erasure_requests").all()).results).toEqual([]);
    expect(await problemOf(await act("link", [leaver[2]]))).toEqual(problem(403, "consent-withdrawn"));
  });
});
