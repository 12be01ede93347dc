import { expect, test } from "vitest";
import { emptyMemory, leaveMemory, claimMemory, type TabMemory } from "./tab-memory.ts";

function storage() {
  const rows = new Map<string, string>();
  return {
    rows,
    getItem: (key: string) => rows.get(key) ?? null,
    setItem: (key: string, value: string) => void rows.set(key, value),
    removeItem: (key: string) => void rows.delete(key),
  };
}

const memory: TabMemory = {
  at: 1_000,
  searched: true,
  steps: { page: "cart", here: ["checkout-start"] },
  events: [{ kind: "dwell", at: 900, seconds: 3 }],
};

test("what one page leaves, the next takes, once", () => {
  const store = storage();
  expect(leaveMemory(store, "k", memory)).toBe(true);
  expect(claimMemory(store, "k", 2_000)).toEqual(memory);
  expect(claimMemory(store, "k", 2_000)).toEqual(emptyMemory(2_000));
  expect(store.rows.size).toBe(0);
});

test("an old, foreign or broken memory is none", () => {
  const store = storage();
  leaveMemory(store, "k", memory);
  expect(claimMemory(store, "k", 1_000 + 30 * 60_000).events).toEqual([]);
  const broken = [
    "{",
    "null",
    '{"at":1}',
    JSON.stringify({ ...memory, events: ["x"] }),
    JSON.stringify({ ...memory, steps: { page: "moon", here: [] } }),
  ];
  for (const text of broken) {
    store.setItem("k", text);
    expect(claimMemory(store, "k", 2_000)).toEqual(emptyMemory(2_000));
  }
});

test("without a storage nothing is left, and says so", () => {
  expect(leaveMemory(null, "k", memory)).toBe(false);
  expect(claimMemory(null, "k", 5)).toEqual(emptyMemory(5));
});
