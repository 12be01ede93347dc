/** Hashes of a full tile: a subtree of height 8 (C2SP tlog-tiles). */
export const TILE_WIDTH = 256;

/** Highest level that a path can name. */
const MAX_LEVEL = 63;

/**
 * A tile of the tree: `width` hashes from hash `index` · 256 of its level, where a hash of level l stands for 256^l
 * leaves. With a width below 256 it is partial: the last of its level.
 */
export interface Tile {
  readonly level: number;
  readonly index: number;
  readonly width: number;
}

/** `index` in groups of three digits, all but the last after an x: 1234067 is x001/x234/067. */
function indexPath(index: number): string {
  const digits = String(index);
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, "0");
  const groups = padded.match(/\d{3}/g) ?? [];
  return groups.map((group, at) => (at < groups.length - 1 ? `x${group}` : group)).join("/");
}

function path(kind: string, index: number, width: number): string {
  return `tile/${kind}/${indexPath(index)}${width < TILE_WIDTH ? `.p/${width}` : ""}`;
}

/** Where a log serves a tile, below its prefix: `tile/0/x001/x234/067.p/5`. */
export function tilePath({ level, index, width }: Tile): string {
  return path(String(level), index, width);
}

/** Where a log serves the entries whose leaf hashes are in a tile of level 0. */
export function bundlePath({ index, width }: Omit<Tile, "level">): string {
  return path("entries", index, width);
}

const PATH = /^tile\/(entries|0|[1-9]\d?)\/((?:x\d{3}\/)*\d{3})(?:\.p\/([1-9]\d{0,2}))?$/;

/** The tile or bundle of entries (`level` "entries") that a path names; undefined for a path that names none. */
export function parseTilePath(
  text: string,
): (Omit<Tile, "level"> & { readonly level: number | "entries" }) | undefined {
  const [, kind, groups, partial] = PATH.exec(text) ?? [];
  if (kind === undefined || groups === undefined) return undefined;
  const level: number | "entries" = kind === "entries" ? kind : Number(kind);
  const tile = { level, index: Number(groups.replaceAll(/[x/]/g, "")), width: partial ? Number(partial) : TILE_WIDTH };
  const isKnown = level === "entries" || level <= MAX_LEVEL;
  // One spelling for one tile: no needless groups of zeros, no full tile that is called partial.
  return isKnown && path(kind, tile.index, tile.width) === text ? tile : undefined;
}

/** The tiles that a tree of `to` leaves has and the tree of `from` has not, from level 0 upwards. */
export function appendedTiles(from: number, to: number): Tile[] {
  const tiles: Tile[] = [];
  for (let [level, before, after] = [0, from, to]; after > before; level++) {
    for (let index = Math.floor(before / TILE_WIDTH); index * TILE_WIDTH < after; index++) {
      tiles.push({ level, index, width: Math.min(TILE_WIDTH, after - index * TILE_WIDTH) });
    }
    [before, after] = [Math.floor(before / TILE_WIDTH), Math.floor(after / TILE_WIDTH)];
  }
  return tiles;
}
