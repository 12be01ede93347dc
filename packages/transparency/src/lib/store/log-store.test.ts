import { beforeAll, expect, test } from "vitest";
import { MemoryRows } from "../../../test/log-rows.ts";
import { appendedTiles } from "../tiles/tile.ts";
import { readEntryBundle } from "../tiles/entry-bundle.ts";
import { tileRoot } from "../tiles/tile-hashes.ts";
import { HASH_BYTES } from "../tree/hash.ts";
import { HashTree } from "../tree/hash-tree.ts";
import { LogStore } from "./log-store.ts";

/** One entry beyond the first full tile of level 1. */
const SIZE = 65_537;
const rows = new MemoryRows();
const log = new LogStore(rows);
const tree = new HashTree();
const entryOf = (index: number) => Uint8Array.of(index >> 16, index >> 8, index);

beforeAll(() => {
  for (let index = 0; index < SIZE; index++) {
    if (log.append(entryOf(index)) !== tree.append(entryOf(index))) throw new Error("another index");
  }
});

test("a log stores a hash for each entry, for each full tile, and for each full tile of those", () => {
  expect(rows.stored).toEqual([SIZE, 256, 1]);
  expect(tileRoot(log.tile({ level: 1, index: 0, width: 256 }) ?? new Uint8Array())).toEqual(
    log.tile({ level: 2, index: 0, width: 1 }),
  );
});

test("a stored log has the roots and proofs of the whole tree", () => {
  for (const size of [0, 1, 255, 256, 257, 40_000, 65_535, 65_536, SIZE]) {
    expect(log.root(size)).toEqual(tree.root(size));
    expect(log.consistencyProof(size)).toEqual(tree.consistencyProof(size));
    if (size > 0) expect(log.inclusionProof(size - 1)).toEqual(tree.inclusionProof(size - 1));
  }
});

test("a stored log serves every tile and bundle of its size and of earlier ones, and none beyond", () => {
  for (const size of [300, SIZE]) {
    for (const tile of appendedTiles(0, size)) {
      expect(log.tile(tile)?.length).toBe(tile.width * HASH_BYTES);
      if (tile.level === 0) expect(readEntryBundle(log.bundle(tile) ?? new Uint8Array())).toHaveLength(tile.width);
    }
  }
  expect(readEntryBundle(log.bundle({ index: 256, width: 1 }) ?? new Uint8Array())).toEqual([entryOf(65_536)]);
  expect(log.bundle({ index: 256, width: 2 })).toBeUndefined();
  expect(log.tile({ level: 0, index: 256, width: 2 })).toBeUndefined();
  expect(log.tile({ level: 2, index: 0, width: 2 })).toBeUndefined();
  expect(log.tile({ level: 3, index: 0, width: 1 })).toBeUndefined();
});
