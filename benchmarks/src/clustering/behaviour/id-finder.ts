import type { Codebook } from "@sedge/protocol";

/** What a device makes of a point. */
export interface Named {
  /** The path of the codeword, which the edge is sent. */
  readonly path: string;
  /** The cluster, which the page is given. */
  readonly id: string;
}

/** The cluster ID of a point: see {@link codewordFinder}. */
export function idFinder(codebook: Codebook, minPeople: number): (point: readonly number[]) => string {
  const find = codewordFinder(codebook, minPeople);
  return (point) => find(point).id;
}

/**
 * The codeword and the cluster ID of a point: from the nearest leaf's path, cut back to cells with at least `minPeople` people. Gives
 * the same result as `codewordOf` and `clusterOf` on a device, prepared for many points.
 */
export function codewordFinder({ cells }: Codebook, minPeople: number): (point: readonly number[]) => Named {
  const byPath = new Map<string, (typeof cells)[number]>(cells.map((cell) => [cell.path, cell]));
  const parents = new Set(
    cells.flatMap(({ path }) => (path === "" ? [] : [path.slice(0, Math.max(0, path.lastIndexOf(".")))])),
  );
  const leaves = cells
    .filter(({ path }) => !parents.has(path))
    .map(({ path, centroid }) => {
      const steps = path === "" ? [] : path.split(".");
      let named: Named = { path: "", id: byPath.get("")!.cluster };
      for (let depth = 1; depth <= steps.length; depth++) {
        const cell = byPath.get(steps.slice(0, depth).join("."));
        if (!cell || cell.count < minPeople) break;
        named = { path: cell.path, id: cell.cluster };
      }
      return { centroid, named };
    });
  return (point) => {
    let found: Named = { path: "", id: "" };
    let least = Infinity;
    for (const { centroid, named } of leaves) {
      let squared = 0;
      for (let i = 0; i < point.length; i++) squared += (point[i]! - centroid[i]!) ** 2;
      if (squared < least) [found, least] = [named, squared];
    }
    return found;
  };
}
