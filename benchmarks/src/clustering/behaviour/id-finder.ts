import type { Codebook } from "@sedge/protocol";

/**
 * The cluster ID of a point: from the nearest leaf's path, cut back to cells with at least `minPeople` people. Gives the same
 * result as `codewordOf` and `clusterOf` on a device, prepared for many points.
 */
export function idFinder({ cells }: Codebook, minPeople: number): (point: readonly number[]) => string {
  const byPath = new Map<string, (typeof cells)[number]>(cells.map((cell) => [cell.path, cell]));
  const parents = new Set(
    cells.flatMap(({ path }) => (path === "" ? [] : [path.slice(0, Math.max(0, path.lastIndexOf(".")))])),
  );
  const leaves = cells
    .filter(({ path }) => !parents.has(path))
    .map(({ path, centroid }) => {
      const steps = path === "" ? [] : path.split(".");
      let id: string = byPath.get("")!.cluster;
      for (let depth = 1; depth <= steps.length; depth++) {
        const cell = byPath.get(steps.slice(0, depth).join("."));
        if (!cell || cell.count < minPeople) break;
        id = cell.cluster;
      }
      return { centroid, id };
    });
  return (point) => {
    let [found, least] = ["", Infinity];
    for (const { centroid, id } of leaves) {
      let squared = 0;
      for (let i = 0; i < point.length; i++) squared += (point[i]! - centroid[i]!) ** 2;
      if (squared < least) [found, least] = [id, squared];
    }
    return found;
  };
}
