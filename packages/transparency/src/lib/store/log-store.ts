import { entryBundle } from "../tiles/entry-bundle.ts";
import { type Tile, TILE_WIDTH } from "../tiles/tile.ts";
import { TILE_HEIGHT, tileRoot } from "../tiles/tile-hashes.ts";
import { EMPTY_ROOT, HASH_BYTES, leafHash } from "../tree/hash.ts";
import { consistencyRanges, inclusionRanges, type LeafRange, rangeHash, type TreeNode } from "../tree/proof-ranges.ts";
import type { LogRows } from "./log-rows.ts";

function joined(hashes: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(hashes.length * HASH_BYTES);
  for (const [at, hash] of hashes.entries()) bytes.set(hash, at * HASH_BYTES);
  return bytes;
}

/** A log over stored rows: an entry costs two rows, and every 256th one more for each level of tiles that it fills. */
export class LogStore {
  readonly #rows: LogRows;

  constructor(rows: LogRows) {
    this.#rows = rows;
  }

  get size(): number {
    return this.#rows.size;
  }

  /** Adds an entry, and gives its index. */
  append(entry: Uint8Array): number {
    const index = this.#rows.size;
    this.#rows.addEntry(index, entry);
    this.#rows.addHash(0, index, leafHash(entry));
    for (let [level, count] = [1, index + 1]; count % TILE_WIDTH === 0; level++) {
      const full = this.#rows.hashes(level - 1, count - TILE_WIDTH, count);
      count /= TILE_WIDTH;
      this.#rows.addHash(level, count - 1, tileRoot(joined(full)));
    }
    return index;
  }

  /** The entry at this index, which exists. */
  entry(index: number): Uint8Array {
    const [entry] = this.#rows.entries(index, index + 1);
    if (!entry) throw new RangeError("the log has no such entry");
    return entry;
  }

  /** The bytes of a tile, full or partial; undefined for one that the log has not got yet. */
  tile({ level, index, width }: Tile): Uint8Array | undefined {
    const [from, end] = [index * TILE_WIDTH, index * TILE_WIDTH + width];
    const known = Math.floor(this.size / TILE_WIDTH ** level);
    return end <= known ? joined(this.#rows.hashes(level, from, end)) : undefined;
  }

  /** The entries beside a tile of level 0; undefined for one that the log has not got yet. */
  bundle({ index, width }: Omit<Tile, "level">): Uint8Array | undefined {
    const [from, end] = [index * TILE_WIDTH, index * TILE_WIDTH + width];
    return end <= this.size ? entryBundle(this.#rows.entries(from, end)) : undefined;
  }

  /** Root of the first `size` entries. */
  root(size = this.size): Uint8Array {
    return size === 0 ? EMPTY_ROOT : rangeHash({ start: 0, end: size }, this.#node);
  }

  /** Proof that entry `index` is among the first `size`. */
  inclusionProof(index: number, size = this.size): Uint8Array[] {
    return this.hashes(inclusionRanges(index, size));
  }

  /** Proof that the first `to` entries begin with the first `from`. */
  consistencyProof(from: number, to = this.size): Uint8Array[] {
    return this.hashes(consistencyRanges(from, to));
  }

  /** The hashes of a proof's ranges. */
  hashes(ranges: readonly LeafRange[]): Uint8Array[] {
    return ranges.map((range) => rangeHash(range, this.#node));
  }

  readonly #node = ({ level, index }: TreeNode): Uint8Array => {
    const count = 2 ** (level % TILE_HEIGHT);
    const hashes = this.#rows.hashes(Math.floor(level / TILE_HEIGHT), index * count, (index + 1) * count);
    return tileRoot(joined(hashes));
  };
}
