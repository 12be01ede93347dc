export { entryBundle, MAX_ENTRY_BYTES, readEntryBundle } from "./lib/tiles/entry-bundle.ts";
export { appendedTiles, bundlePath, parseTilePath, type Tile, TILE_WIDTH, tilePath } from "./lib/tiles/tile.ts";
export {
  consistencyFromTiles,
  inclusionFromTiles,
  type ReadTile,
  rootFromTiles,
  tileRoot,
} from "./lib/tiles/tile-hashes.ts";
