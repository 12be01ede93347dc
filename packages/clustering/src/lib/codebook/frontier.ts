import type { Cell, Codebook } from "@sedge/protocol";
import { isWithin, parentOf, ROOT } from "./cell-path.ts";

/** The cells that have none below them, in the codebook's order. */
export function leavesOf({ cells }: Codebook): Cell[] {
  const parents = new Set(cells.filter(({ path }) => path !== ROOT).map(({ path }) => parentOf(path)));
  return cells.filter(({ path }) => !parents.has(path));
}

/**
 * The cells that a round measures: the leaves or, where these are more than `most`, what is left of the tree after its
 * lightest twigs are cut back, at least the root.
 */
export function frontierOf(codebook: Codebook, most: number): Cell[] {
  let tree = codebook.cells;
  for (;;) {
    const parents = new Set(tree.filter(({ path }) => path !== ROOT).map(({ path }) => parentOf(path)));
    const leaves = tree.filter(({ path }) => !parents.has(path));
    if (leaves.length <= Math.max(1, most)) return leaves;
    const twigs = tree.filter(
      ({ path }) =>
        parents.has(path) &&
        !tree.some((cell) => parents.has(cell.path) && cell.path !== path && isWithin(cell.path, path)),
    );
    const lightest = twigs.toSorted((a, b) => a.count - b.count)[0];
    if (!lightest) return leaves;
    tree = tree.filter(({ path }) => path === lightest.path || !isWithin(path, lightest.path));
  }
}
