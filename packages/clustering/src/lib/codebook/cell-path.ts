import type { Cell, Codebook } from "@sedge/protocol";

/** Path of the root, which every codebook has. */
export const ROOT = "";

/** Path of the cell above; the root is its own. */
export function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf(".")));
}

/** Steps below the root. */
export function depthOf(path: string): number {
  return path === ROOT ? 0 : path.split(".").length;
}

/** Whether a path is that of a cell or of one below it. */
export function isWithin(path: string, above: string): boolean {
  return path === above || above === ROOT || path.startsWith(`${above}.`);
}

/** Path of a cell's child number `step`. */
export function childOf(path: string, step: number): string {
  return path === ROOT ? `${step}` : `${path}.${step}`;
}

/** The cells that have none below them, in the codebook's order. */
export function leavesOf({ cells }: Codebook): Cell[] {
  const parents = new Set(cells.filter(({ path }) => path !== ROOT).map(({ path }) => parentOf(path)));
  return cells.filter(({ path }) => !parents.has(path));
}

/**
 * The cells that a round measures: the leaves or, if there are more than `most`, the leaves of the tree after pruning
 * its lightest branches, at least the root.
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
