import "fake-indexeddb/auto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { openDB } from "idb";
import { describe, expect, test } from "vitest";
import { parseRecord } from "../../consent/consent-record.ts";
import { indexedDbStore } from "./indexed-db-store.ts";
import { SCHEMA_VERSION } from "./migrations.ts";
import { openStore } from "./open-store.ts";
import { readStoredSession } from "./stored-session.ts";

const FIXTURES = join(import.meta.dirname, "../../../../test/fixtures");

/** What a version has stored. Bytes are `{ base64 }`. */
interface Fixture {
  readonly version: number;
  readonly values: Readonly<Record<string, unknown>>;
  readonly operations: readonly { readonly operationId: string }[];
  readonly ledger: readonly unknown[];
  readonly consentRecord: unknown;
}

const tableOfValues = (version: number) => (version < 3 ? "facts" : "values");

function fixture(version: number): Fixture {
  const text = readFileSync(join(FIXTURES, `stored-v${version}.json`), "utf8");
  return JSON.parse(text, (_, value: unknown) =>
    typeof value === "object" && value !== null && "base64" in value
      ? new Uint8Array(Buffer.from(String(value.base64), "base64"))
      : value,
  ) as Fixture;
}

/** Fills a database as the fixture's version left it. */
async function fill(site: string, { version, values, operations, ledger }: Fixture): Promise<void> {
  const table = tableOfValues(version);
  const database = await openDB(`sedge-${site}`, version, {
    upgrade: (created) => {
      for (const name of [table, "files", "keys", "operations"]) created.createObjectStore(name);
      created.createObjectStore("ledger", { autoIncrement: true });
    },
  });
  for (const [name, value] of Object.entries(values)) await database.put(table, value, name);
  for (const operation of operations) await database.put("operations", operation, operation.operationId);
  for (const entry of ledger) await database.put("ledger", entry);
  database.close();
}

async function names(site: string): Promise<readonly string[]> {
  const database = await openDB(`sedge-${site}`);
  database.close();
  return [...database.objectStoreNames];
}

const versions = Array.from({ length: SCHEMA_VERSION }, (_, index) => index + 1);

test("each version of the stored forms has its fixture", () => {
  expect(readdirSync(FIXTURES).filter((name) => name.startsWith("stored-"))).toEqual(
    versions.map((version) => `stored-v${version}.json`),
  );
});

describe.each(versions)("what version %i has stored", (version) => {
  const stored = fixture(version);

  test("is read by this one: the visit, the journey, the account, the landing link, the queue and the ledger", async () => {
    await fill(`migrated-${version}`, stored);
    const { values, operations, ledger, close } = await indexedDbStore(`migrated-${version}`);
    const visit = await values.get("visit");
    expect(visit).toMatchObject({ version: 1, times: [1_795e9, 1_795_000_001e3, 1_795_000_002e3, 1_795_000_003e3] });
    expect(visit?.session).toMatchObject({
      visit: 1,
      page: "cart",
      events: { "page-view": 2, click: 1, "cart-add": 1, "text-scored": 0 },
      products: { views: 1, items: [7], lastPrice: 20 },
      struggle: { text: { texts: 0 } },
    });
    expect(await values.get("journey")).toMatchObject({ stage: expect.any(String), visit: { startedAt: 1_795e9 } });
    expect((await values.get("learning"))?.budget.spendings).toMatchObject([{ microEpsilon: 1_500_000 }]);
    expect(await values.get("landingLink")).toBe(`${"h".repeat(21)}A`);
    expect(await values.get("heldCluster")).toMatchObject({ clusterId: "c1", period: 4 });
    expect(await values.get("fired")).toMatchObject({ names: ["stuck-in-checkout"] });
    expect(await values.get("clockOffsetSeconds")).toBe(12);
    expect(await names(`migrated-${version}`)).toEqual(["files", "keys", "ledger", "operations", "values"]);
    const queue = await operations.list();
    expect(queue.map(({ action }) => action)).toEqual(["erase", "link"]);
    expect(queue[1]).toMatchObject({ kinds: { ["A".repeat(43)]: "landing-link" } });
    expect(await ledger.list()).toMatchObject([{ id: 1, rows: [2, 5], status: 200 }]);
    await close();
  });

  test("of consent is read by this one", () => {
    expect(parseRecord(JSON.stringify(stored.consentRecord))).toEqual(stored.consentRecord);
  });
});

test("a database of newer code is left alone: this page works in memory, and reports one problem", async () => {
  const newer = await openDB("sedge-newer", SCHEMA_VERSION + 1, {
    upgrade: (created) => void created.createObjectStore("values").put("kept", "visit"),
  });
  newer.close();
  const reported: string[] = [];
  const store = await openStore("newer", (code) => void reported.push(code));
  expect([store.kind, reported]).toEqual(["memory", ["update-needed"]]);
  await store.values.put("clockOffsetSeconds", 3);
  expect(await store.values.get("clockOffsetSeconds")).toBe(3);
  const after = await openDB("sedge-newer");
  expect([after.version, await after.get("values", "visit")]).toEqual([SCHEMA_VERSION + 1, "kept"]);
  after.close();
});

test("an open page whose database newer code changes is refused it with the same problem", async () => {
  const store = await indexedDbStore("overtaken");
  const newer = await openDB("sedge-overtaken", SCHEMA_VERSION + 1);
  await expect(store.values.get("visit")).rejects.toMatchObject({ code: "update-needed" });
  newer.close();
});

test("an account that can't be read allows nothing; one that is not there is a new device's", async () => {
  const store = await indexedDbStore("account");
  expect(await store.values.get("learning")).toBeUndefined();
  const database = await openDB("sedge-account");
  await database.put("values", { budget: { spendings: "many" } }, "learning");
  expect((await store.values.get("learning"))?.budget.limitMicroEpsilon).toBe(0);
  database.close();
});

describe("a stored session", () => {
  const { session } = fixture(SCHEMA_VERSION).values["visit"] as { session: Record<string, unknown> };

  test("with a part that can't be read begins that part again, and keeps the others", () => {
    const read = readStoredSession({ ...session, products: { views: -1 }, page: "cinema" }, 1);
    expect(read).toMatchObject({ products: { views: 0 }, page: null, events: { click: 1 } });
  });

  test("keeps how the visit arrived, and has no such field where it had none", () => {
    const arrival = { channel: "ad", source: "campaign" };
    expect(readStoredSession({ ...session, arrival }, 1)).toEqual({ ...session, arrival });
    expect(readStoredSession(session, 1)).toEqual(session);
  });

  test.each([null, [], "visit", {}, { startedAt: "yesterday" }])("%j is none", (stored) => {
    expect(readStoredSession(stored, 1)).toBeUndefined();
  });
});
