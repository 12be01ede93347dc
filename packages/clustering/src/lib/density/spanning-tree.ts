/** An edge of a tree over numbered things. */
export interface TreeEdge {
  readonly a: number;
  readonly b: number;
  readonly length: number;
}

/** Minimum spanning tree of the things that `members` names, by their table of distances (Prim), its shortest edge first. */
export function spanningTree(distances: ArrayLike<number>, n: number, members: readonly number[]): TreeEdge[] {
  const [start, ...rest] = members;
  if (start === undefined) return [];
  const left = new Set(rest);
  const from = new Map(rest.map((j) => [j, start]));
  const edges: TreeEdge[] = [];
  while (left.size > 0) {
    let next = -1;
    let least = Infinity;
    for (const j of left) {
      const distance = distances[from.get(j)! * n + j]!;
      if (next < 0 || distance < least) [next, least] = [j, distance];
    }
    left.delete(next);
    edges.push({ a: from.get(next)!, b: next, length: least });
    for (const j of left) if (distances[next * n + j]! < distances[from.get(j)! * n + j]!) from.set(j, next);
  }
  return edges.toSorted((x, y) => x.length - y.length);
}
