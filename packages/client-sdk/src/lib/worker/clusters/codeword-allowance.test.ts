import "fake-indexeddb/auto";
import { Codeword } from "@sedge/protocol";
import * as v from "valibot";
import { beforeEach, describe, expect, test } from "vitest";
import { indexedDbStore } from "../storage/indexed-db-store.ts";
import { memoryStore } from "../storage/memory-store.ts";
import type { Store } from "../storage/store.ts";
import { bareAllowance, nameableCodeword } from "./codeword-allowance.ts";

const DAY = 86_400_000;
const START = 20_000 * DAY;
const [ONE, TWO, THREE] = ["1", "2", "3"].map((digit) => digit.repeat(64)) as [string, string, string];

let store: Store;
beforeEach(async () => {
  store = await indexedDbStore(crypto.randomUUID());
});
/** The path that the device names for a visit in a cell. */
const named = async (path: string, now = START, sha256 = ONE) =>
  (await nameableCodeword(store, { codeword: v.parse(Codeword, { generation: 1, path }), sha256 }, now))?.path;

describe("a device names in a day", () => {
  test("four codewords and no fifth, but the last again as often as it must", async () => {
    for (const path of ["0", "1", "0", "2"]) expect(await named(path)).toBe(path);
    expect(await named("3")).toBe("2");
    expect(await named("0")).toBe("2");
    expect(await named("2")).toBe("2");
  });

  test("four more on the next day, and none on a clock that goes back", async () => {
    for (const path of ["0", "1", "2", "3"]) await named(path, START + DAY - 1);
    expect(await named("4", START)).toBe("3");
    expect(await named("4", START - 5 * DAY)).toBe("3");
    for (const path of ["4", "5", "6", "7"]) expect(await named(path, START + DAY)).toBe(path);
    expect(await named("8", START + 2 * DAY - 1)).toBe("7");
    // The last of the day before is no news.
    for (const path of ["7", "8", "9", "10", "11"]) expect(await named(path, START + 2 * DAY)).toBe(path);
    expect(await named("12", START + 2 * DAY)).toBe("11");
  });

  test("codewords of one changed codebook, and none of a third or of the first again", async () => {
    expect(await named("0", START, ONE)).toBe("0");
    expect(await named("0", START, TWO)).toBe("0");
    expect(await named("0", START, THREE)).toBeUndefined();
    expect(await named("1", START, ONE)).toBeUndefined();
    expect(await named("1", START, TWO)).toBe("1");
    expect(await named("1", START + DAY, THREE)).toBe("1");
  });

  test("no more after an erasure, which leaves the day and the counts and nothing of what was named", async () => {
    for (const path of ["0", "1", "2"]) await named(path);
    const before = await store.values.get("namedCodewords");
    const left = bareAllowance(before, START + 1);
    expect(left).toEqual({ day: START / DAY, codewords: 3, codebookChanges: 0 });
    if (left) await store.values.put("namedCodewords", left);
    // Which codebook it was is forgotten: this is the day's one change.
    expect(await named("3")).toBe("3");
    expect(await named("4")).toBe("3");
    expect(await named("3", START, TWO)).toBeUndefined();
    expect(bareAllowance(before, START + DAY)).toBeUndefined();
    expect(await named("5", START + DAY)).toBe("5");
  });

  test("no more in two tabs than in one", async () => {
    const answers = await Promise.all(["0", "1", "2", "3", "4", "5"].map((path) => named(path)));
    expect(new Set(answers).size).toBe(4);
  });

  test("nothing where no page can store what it has named", async () => {
    store = memoryStore();
    expect(await named("0")).toBeUndefined();
    store = { ...(await indexedDbStore(crypto.randomUUID())) };
    store = { ...store, values: { ...store.values, update: () => Promise.reject(new Error("quota")) } };
    expect(await named("0")).toBeUndefined();
  });
});
