import "fake-indexeddb/auto";
import { openDB } from "idb";
import { describe, expect, test } from "vitest";
import { indexedDbStore } from "./indexed-db-store.ts";
import { memoryStore } from "./memory-store.ts";
import { openStore } from "./open-store.ts";
import { STORE_CONTRACT } from "../../../../test/store-contract.ts";

describe.each([
  ["memory", () => Promise.resolve(memoryStore())],
  ["IndexedDB", (name: string) => indexedDbStore(name)],
])("the store in %s", (kind, open) => {
  test.each(STORE_CONTRACT)("$name", async ({ name, check }) => {
    const store = await open(`${kind}-${name}`);
    await check(store);
    await store.close();
  });
});

test("a row that something else has written is as good as missing", async () => {
  const store = await indexedDbStore("spoilt");
  const database = await openDB("sedge-spoilt");
  await database.put("values", { startedAt: "yesterday" }, "visit");
  await database.put("operations", { action: "erase" }, "x");
  await database.put("keys", "not keys", "email");
  expect(await store.values.get("visit")).toBeUndefined();
  expect(await store.operations.list()).toEqual([]);
  expect(await store.keys.get("email")).toBeUndefined();
  database.close();
});

test("two tabs number their ledger entries without a gap or a repeat", async () => {
  const [one, other] = [await indexedDbStore("tabs"), await indexedDbStore("tabs")];
  const entry = {
    at: 1,
    method: "GET",
    url: "x",
    body: "",
    rows: [],
    purpose: "link",
    microEpsilon: 0,
    status: 0,
  } as const;
  const tabs = Array.from({ length: 50 }, (_, index) => (index % 2 === 0 ? one : other));
  const ids = await Promise.all(tabs.map(({ ledger }) => ledger.append({ ...entry, rows: [] })));
  expect(ids.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
});

test("a store that the browser has closed opens again", async () => {
  const store = await indexedDbStore("reopened");
  await store.values.put("clockOffsetSeconds", 3);
  await new Promise((resolve, reject) => {
    const deletion = indexedDB.deleteDatabase("sedge-reopened");
    deletion.addEventListener("success", resolve);
    deletion.addEventListener("error", reject);
  });
  expect(await store.values.get("clockOffsetSeconds")).toBeUndefined();
  await store.values.put("clockOffsetSeconds", 4);
  expect(await store.values.get("clockOffsetSeconds")).toBe(4);
});

test("without IndexedDB there is a store in memory, and it says so", async () => {
  const real = globalThis.indexedDB;
  Object.defineProperty(globalThis, "indexedDB", {
    value: {
      open: () => {
        throw new Error("denied");
      },
    },
    configurable: true,
  });
  try {
    const reported: string[] = [];
    expect((await openStore("denied", (code) => void reported.push(code))).kind).toBe("memory");
    expect(reported).toEqual([]);
  } finally {
    Object.defineProperty(globalThis, "indexedDB", { value: real, configurable: true });
  }
});
