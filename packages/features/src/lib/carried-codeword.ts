import type { Cell, Codebook, Codeword } from "@sedge/protocol";
import { cellsAt, commonPath, cutBack, levelOf, cellOf } from "./cell-tree.ts";
import { nearest, squaredDistance } from "./distance.ts";

/**
 * What a codeword of codebook `from` says in the later codebook `to`: of the cells at the named cell's level, the one
 * whose centroid is nearest to the named cell's, cut back to `minPeople` as `codewordOf` does. It never says more
 * than the codeword did: it is no deeper than the named cell, and where the space is divided more finely now, so that several of the
 * new cells lie in the named one, it is the cell above them all. Carried into the same cells it stays where it is.
 * Undefined if the codeword is not of `from`, or the two codebooks are not over the same features of the same schema.
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
 * The square of half the way to the nearest other centroid. Whatever is nearer to the cell's centroid than that is
 * nearer to it than to any other, and so surely in the cell.
 */
function squaredReach(cells: readonly Cell[], cell: Cell): number {
  const others = cells.filter(({ path }) => path !== cell.path);
  return Math.min(...others.map(({ centroid }) => squaredDistance(centroid, cell.centroid))) / 4;
}

function haveSameSpace(a: Codebook, b: Codebook): boolean {
  return a.featureSchema === b.featureSchema && a.features.join() === b.features.join();
}
