import { expect, test } from "vitest";
import { isStorageUnavailable, StorageUnavailableError } from "./storage-unavailable.ts";

test.each([
  "D1_ERROR: Network connection lost.",
  "D1_ERROR: D1 DB is overloaded. Too many requests queued.",
  "D1_ERROR: D1 DB storage operation exceeded timeout which caused object to be reset.",
  "D1_ERROR: database or disk is full: SQLITE_FULL",
  "Network connection lost.",
])("the store can be asked again after %j", (message) => {
  expect(isStorageUnavailable(new Error(message))).toBe(true);
});

test.each([
  "D1_ERROR: no such table: receipts: SQLITE_ERROR",
  "D1_ERROR: UNIQUE constraint failed: sites.id: SQLITE_CONSTRAINT",
  "D1_TYPE_ERROR: Type 'undefined' not supported for value 'undefined'",
  "something else",
])("%j is a fault of the code", (message) => {
  expect(isStorageUnavailable(new Error(message))).toBe(false);
});

test("an error keeps its meaning without its class, as between objects", () => {
  expect(isStorageUnavailable(new Error(new StorageUnavailableError("a saga is unfinished").message))).toBe(true);
  expect(isStorageUnavailable(Object.assign(new Error("reset"), { retryable: true }))).toBe(true);
  expect(isStorageUnavailable(Object.assign(new Error("busy"), { overloaded: true }))).toBe(true);
  expect(isStorageUnavailable("D1_ERROR: Network connection lost.")).toBe(false);
});
