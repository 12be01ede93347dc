import type { Cell, Codebook, Assignment, Codeword } from "@sedge/protocol";

/** The root's path, which every codebook has. */
const ROOT = "";

/** Depth of a cell, 0 the root. */
export function levelOf({ path }: Pick<Cell, "path">): number {
  return stepsTo(path).length;
}

/**
 * The cells that divide the space at a level: those of that level, and the leaves above it. At `Infinity` they are the
 * leaves. In the codebook's order.
 */
export function cellsAt({ cells }: Codebook, level: number): Cell[] {
  const parents = new Set(cells.filter(({ path }) => path !== ROOT).map(({ path }) => parentOf(path)));
  return cells.filter((cell) => levelOf(cell) === level || (levelOf(cell) < level && !parents.has(cell.path)));
}

/** The path of the deepest cell that contains all the cells; the root's for none. */
export function commonPath(cells: readonly Pick<Cell, "path">[]): string {
  const [first = [], ...others] = cells.map(({ path }) => stepsTo(path));
  const parting = first.findIndex((step, index) => others.some((steps) => steps[index] !== step));
  return (parting === -1 ? first : first.slice(0, parting)).join(".");
}

/**
 * The deepest cell on the way to `path` on which every cell below the root has at least `minPeople` people. The root
 * contains everyone, so it is never too small.
 */
export function cutBack(codebook: Codebook, path: string, minPeople: number): Cell {
  const cells = new Map<string, Cell>(codebook.cells.map((cell) => [cell.path, cell]));
  let cell = cells.get(ROOT);
  if (!cell) throw new RangeError("codebook has no root");
  const steps = stepsTo(path);
  for (const index of steps.keys()) {
    const next = cells.get(steps.slice(0, index + 1).join("."));
    if (!next || next.count < minPeople) break;
    cell = next;
  }
  return cell;
}

function stepsTo(path: string): string[] {
  return path === ROOT ? [] : path.split(".");
}

/** The path of the cell above; the root is its own. */
export function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf(".")));
}

/** The cluster of one codeword. */
export type ClusterFound = Omit<Assignment, "channels">;

/** The codeword's cell, or undefined if it is of another generation or the codebook has no such cell. */
export function cellOf(codebook: Codebook, codeword: Codeword): Cell | undefined {
  if (codeword.generation !== codebook.generation) return undefined;
  return codebook.cells.find(({ path }) => path === codeword.path);
}

/**
 * How sure a share of a cell's people is, 0 to 1 and never 1: `share · n / (n + 1)` of `n` people, as nobody was seen whose share that is
 * exactly, and the next one may be the first who differs.
 */
export function confidenceOf(share: number, { count }: Pick<Cell, "count">): number {
  const people = Math.max(0, count);
  return Math.max(0, Math.min(1, share)) * (people / (people + 1));
}

/** The cluster of a codeword's cell, or undefined if it is of another generation or the codebook has no such cell. */
export function clusterOf(codebook: Codebook, codeword: Codeword): ClusterFound | undefined {
  const cell = cellOf(codebook, codeword);
  const cluster = cell && codebook.clusters.find(({ id }) => id === cell.cluster);
  if (!cell || !cluster) return undefined;
  return {
    clusterId: cluster.id,
    clusterName: cluster.name,
    generation: codebook.generation,
    level: levelOf(cell),
    confidence: confidenceOf(cell.confidence, cell),
  };
}
