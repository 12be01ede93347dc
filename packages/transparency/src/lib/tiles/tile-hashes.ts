import { appendLeaf, EMPTY_FRONTIER, frontierRoot } from "../tree/frontier.ts";
import { EMPTY_ROOT, HASH_BYTES, nodeHash } from "../tree/hash.ts";
import {
  consistencyRanges,
  inclusionRanges,
  type LeafRange,
  nodesOfRange,
  rangeHash,
  type TreeNode,
} from "../tree/proof-ranges.ts";
import { type Tile, TILE_WIDTH, tilePath } from "./tile.ts";

/** Fetches a tile's bytes. A reader may answer with more hashes than a partial tile's width: those that followed later. */
export type ReadTile = (tile: Tile) => Promise<Uint8Array>;

/** Levels of the tree within one tile. */
export const TILE_HEIGHT = 8;

/** The hash that a tile of the level above has for a full tile. */
export function tileRoot(hashes: Uint8Array): Uint8Array {
  let frontier = EMPTY_FRONTIER;
  for (let at = 0; at < hashes.length; at += HASH_BYTES) {
    frontier = appendLeaf(frontier, hashes.subarray(at, at + HASH_BYTES));
  }
  return frontierRoot(frontier);
}

/** The tile that has the hashes below `node`, in a tree of `size` leaves, and where the first of them is. */
function placeOf(
  node: TreeNode,
  size: number,
): { readonly tile: Tile; readonly offset: number; readonly count: number } {
  const level = Math.floor(node.level / TILE_HEIGHT);
  const count = 2 ** (node.level % TILE_HEIGHT);
  const first = node.index * count;
  const index = Math.floor(first / TILE_WIDTH);
  const known = Math.floor(size / TILE_WIDTH ** level);
  return {
    tile: { level, index, width: Math.min(TILE_WIDTH, known - index * TILE_WIDTH) },
    offset: first % TILE_WIDTH,
    count,
  };
}

function subtreeHash(hashes: Uint8Array, offset: number, count: number): Uint8Array {
  if (count === 1) return hashes.slice(offset * HASH_BYTES, (offset + 1) * HASH_BYTES);
  const half = count / 2;
  return nodeHash(subtreeHash(hashes, offset, half), subtreeHash(hashes, offset + half, half));
}

async function hashesFromTiles(ranges: readonly LeafRange[], size: number, readTile: ReadTile): Promise<Uint8Array[]> {
  const wanted = new Map<string, Tile>();
  for (const node of ranges.flatMap(nodesOfRange)) {
    const { tile } = placeOf(node, size);
    wanted.set(tilePath(tile), tile);
  }
  const read = await Promise.all([...wanted].map(async ([path, tile]) => [path, await readTile(tile)] as const));
  const bytes = new Map(read);
  return ranges.map((range) =>
    rangeHash(range, (node) => {
      const { tile, offset, count } = placeOf(node, size);
      const hashes = bytes.get(tilePath(tile));
      if (!hashes || hashes.length < tile.width * HASH_BYTES) throw new RangeError(`${tilePath(tile)} is too short`);
      return subtreeHash(hashes, offset, count);
    }),
  );
}

/**
 * Proof that leaf `index` is in the tree of `size` leaves. The tiles are not trusted: verify the proof.
 *
 * @throws RangeError for a leaf that is not in the tree, and for a tile that is too short.
 */
export async function inclusionFromTiles(index: number, size: number, readTile: ReadTile): Promise<Uint8Array[]> {
  return hashesFromTiles(inclusionRanges(index, size), size, readTile);
}

/** Proof that the tree of `to` leaves begins with that of `from`; verify it, and errors as above. */
export async function consistencyFromTiles(from: number, to: number, readTile: ReadTile): Promise<Uint8Array[]> {
  return hashesFromTiles(consistencyRanges(from, to), to, readTile);
}

/** Root of the tree of `size` leaves. */
export async function rootFromTiles(size: number, readTile: ReadTile): Promise<Uint8Array> {
  if (size === 0) return EMPTY_ROOT;
  const [root = EMPTY_ROOT] = await hashesFromTiles([{ start: 0, end: size }], size, readTile);
  return root;
}
