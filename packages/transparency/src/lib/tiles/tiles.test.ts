import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { HASH_BYTES, leafHash } from "../tree/hash.ts";
import { HashTree } from "../tree/hash-tree.ts";
import { entryBundle, MAX_ENTRY_BYTES, readEntryBundle } from "./entry-bundle.ts";
import { appendedTiles, bundlePath, parseTilePath, type Tile, tilePath } from "./tile.ts";
import { consistencyFromTiles, inclusionFromTiles, rootFromTiles, tileRoot } from "./tile-hashes.ts";

/** The first paths are the specification's and golang.org/x/mod/sumdb/tlog's, whose height comes before the level. */
test.each([
  [{ level: 0, index: 1234067, width: 256 }, "tile/0/x001/x234/067"],
  [{ level: 5, index: 123456078, width: 256 }, "tile/5/x123/x456/078"],
  [{ level: 5, index: 123456078, width: 2 }, "tile/5/x123/x456/078.p/2"],
  [{ level: 0, index: 3057500, width: 256 }, "tile/0/x003/x057/500"],
  [{ level: 0, index: 1, width: 5 }, "tile/0/001.p/5"],
  [{ level: 63, index: 0, width: 255 }, "tile/63/000.p/255"],
  [{ level: 1, index: 1000, width: 256 }, "tile/1/x001/000"],
])("%o is at %s", (tile, path) => {
  expect(tilePath(tile)).toBe(path);
  expect(parseTilePath(path)).toEqual(tile);
  const entries = path.replace(/^tile\/\d+/, "tile/entries");
  expect(bundlePath(tile)).toBe(entries);
  expect(parseTilePath(entries)).toEqual({ ...tile, level: "entries" });
});

test.each([
  ["tile/5/123/456/078", "groups without an x"],
  ["tile/-1/123", "a negative level"],
  ["tile/64/000", "a level that no tree has"],
  ["tile/00/000", "a level with a zero before it"],
  ["tile/0/x000/001", "a group of zeros before the number"],
  ["tile/0/1", "a group of one digit"],
  ["tile/0/001.p/256", "a full tile called partial"],
  ["tile/0/001.p/0", "an empty tile"],
  ["tile/0/001.p/05", "a width with a zero before it"],
  ["tile/0/001/", "a slash at the end"],
  ["/tile/0/001", "a slash at the beginning"],
  ["tile/data/001", "another kind"],
])("%s names no tile: %s", (path) => {
  expect(parseTilePath(path)).toBeUndefined();
});

test("a tree of 70,000 leaves has the tiles that the specification lists", () => {
  const tiles = appendedTiles(0, 70_000);
  const of = (level: number, isFull: boolean) =>
    tiles.filter((tile) => tile.level === level && (tile.width === 256) === isFull).map(({ width }) => width);
  expect(of(0, true)).toHaveLength(273);
  expect([of(0, false), of(1, true), of(1, false), of(2, false)]).toEqual([[112], [256], [17], [1]]);
  expect(appendedTiles(0, 256)).toEqual([
    { level: 0, index: 0, width: 256 },
    { level: 1, index: 0, width: 1 },
  ]);
  expect(appendedTiles(70_000, 70_000)).toEqual([]);
});

const SIZE = 70_000;
const tree = new HashTree();
const tiles = new Map<string, Uint8Array>();
const readTile = async (tile: Tile) => tiles.get(tilePath(tile)) ?? new Uint8Array();

/** As a log writes them: the hashes of level 0, then each full tile's root one level up. */
function writeTiles(from: number, to: number): void {
  for (const tile of appendedTiles(from, to)) {
    const hashes = Array.from({ length: tile.width }, (_, at) =>
      tree.node({ level: 8 * tile.level, index: tile.index * 256 + at }),
    );
    tiles.set(tilePath(tile), Uint8Array.from(hashes.flatMap((hash) => [...hash])));
  }
}

beforeAll(() => {
  const entry = new Uint8Array(4);
  const view = new DataView(entry.buffer);
  for (let index = 0; index < SIZE; index++) {
    view.setUint32(0, index);
    tree.appendHash(leafHash(entry));
  }
  writeTiles(0, SIZE);
});

test("a full tile's root is its hash in the tile above", () => {
  const first = tiles.get("tile/0/000") ?? new Uint8Array();
  expect(tileRoot(first)).toEqual(tiles.get("tile/1/000")?.slice(0, HASH_BYTES));
});

test("proofs and roots from tiles are those of the whole tree", async () => {
  expect(await rootFromTiles(SIZE, readTile)).toEqual(tree.root());
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: SIZE - 1 }), async (index) => {
      expect(await inclusionFromTiles(index, SIZE, readTile)).toEqual(tree.inclusionProof(index));
      expect(await consistencyFromTiles(index, SIZE, readTile)).toEqual(tree.consistencyProof(index));
    }),
    { numRuns: 40 },
  );
});

test("proofs for an earlier checkpoint read the partial tiles of its size, or longer ones", async () => {
  await expect(inclusionFromTiles(4_999, 5_000, readTile)).rejects.toThrow("tile/0/019.p/136 is too short");
  const later = async (tile: Tile) => tiles.get(tilePath({ ...tile, width: 256 })) ?? readTile(tile);
  expect(await inclusionFromTiles(4_999, 5_000, later)).toEqual(tree.inclusionProof(4_999, 5_000));
});

test("a bundle gives its entries back, and one that ends within an entry is refused", () => {
  const entries = [new Uint8Array(), Uint8Array.of(7), new Uint8Array(300).fill(9)];
  const bundle = entryBundle(entries);
  expect(bundle.slice(0, 7)).toEqual(Uint8Array.of(0, 0, 0, 1, 7, 1, 44));
  expect(readEntryBundle(bundle)).toEqual(entries);
  expect(readEntryBundle(new Uint8Array())).toEqual([]);
  expect(() => readEntryBundle(bundle.slice(0, -1))).toThrow(RangeError);
  expect(() => readEntryBundle(bundle.slice(0, 1))).toThrow(RangeError);
  expect(() => entryBundle([new Uint8Array(MAX_ENTRY_BYTES + 1)])).toThrow(RangeError);
});
