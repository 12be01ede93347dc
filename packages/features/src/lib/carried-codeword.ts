import type { Cell, Codebook, Codeword } from "@sedge/protocol";
import { cellsAt, commonPath, cutBack, levelOf, cellOf } from "./cell-tree.ts";
import { nearest, squaredDistance } from "./distance.ts";

/**
 * Maps a codeword of codebook `from` to the later codebook `to`: of the cells at the codeword's level, the one with the
 * centroid nearest to its cell's, truncated to `minPeople` as `codewordOf` does. The result never reveals more than the
 * codeword did: it is no deeper, and if the space is divided more finely now, so that several new cells are in the old
 * one, it is the cell above them all. With unchanged cells it stays the same. Undefined if the codeword is not of
 * `from`, or the two codebooks have different features or schemas.
 */
export function carriedCodeword(
  from: Codebook,
  codeword: Codeword,
  to: Codebook,
  minPeople: number,
): Codeword | undefined {
  const named = cellOf(from, codeword);
  if (!named || !haveSameSpace(from, to)) return undefined;
  const level = levelOf(named);
  // Of centroids that are equally near, that of the same path is taken.
  const cells = cellsAt(to, level).toSorted((a, b) => Number(b.path === named.path) - Number(a.path === named.path));
  const home = nearest(cells, named.centroid);
  if (!home) return undefined;
  const reach = squaredReach(cellsAt(from, level), named);
  const inside = cells.filter(({ centroid }) => squaredDistance(centroid, named.centroid) < reach);
  return { generation: to.generation, path: cutBack(to, commonPath([home, ...inside]), minPeople).path };
}

/**
 * The square of half the distance to the nearest other centroid. A point nearer to the cell's centroid than that is
 * nearer to it than to any other, and so certainly in the cell.
 */
function squaredReach(cells: readonly Cell[], cell: Cell): number {
  const others = cells.filter(({ path }) => path !== cell.path);
  return Math.min(...others.map(({ centroid }) => squaredDistance(centroid, cell.centroid))) / 4;
}

function haveSameSpace(a: Codebook, b: Codebook): boolean {
  return a.featureSchema === b.featureSchema && a.features.join() === b.features.join();
}
