/**
 * The one-to-one matching of rows and columns whose values add up to most: for each row the index of its column, or
 * undefined for rows beyond the number of columns. Exact, in O(n³) (Kuhn 1955 in Jonker and Volgenant's form of shortest
 * augmenting paths). `values`: one finite number for each row and column. Throws RangeError for rows of unlike length.
 */
export function optimalMatching(values: readonly (readonly number[])[]): (number | undefined)[] {
  const width = values[0]?.length ?? 0;
  if (values.some((row) => row.length !== width)) throw new RangeError("rows of unlike length");
  const n = Math.max(values.length, width);
  const cost = (row: number, column: number) => -(values[row]?.[column] ?? 0);
  const rowPrice = new Float64Array(n + 1);
  const columnPrice = new Float64Array(n + 1);
  /** Row of each column, both from 1; 0 none. */
  const rowOf = new Int32Array(n + 1);
  for (let row = 1; row <= n; row++) {
    const cameFrom = shortestPath(row, n, cost, rowPrice, columnPrice, rowOf);
    for (let column = cameFrom.end; column !== 0;) {
      const before = cameFrom.path[column]!;
      rowOf[column] = rowOf[before]!;
      column = before;
    }
  }
  const matching = values.map((): number | undefined => undefined);
  for (let column = 1; column <= width; column++) {
    const row = rowOf[column]! - 1;
    if (row < values.length) matching[row] = column - 1;
  }
  return matching;
}

/** Grows the tree of cheapest alternating paths from a row until it meets a free column, moving the prices along. */
function shortestPath(
  row: number,
  n: number,
  cost: (row: number, column: number) => number,
  rowPrice: Float64Array,
  columnPrice: Float64Array,
  rowOf: Int32Array,
): { readonly path: Int32Array; readonly end: number } {
  const least = new Float64Array(n + 1).fill(Infinity);
  const path = new Int32Array(n + 1);
  const isUsed = new Uint8Array(n + 1);
  rowOf[0] = row;
  let column = 0;
  do {
    isUsed[column] = 1;
    const at = rowOf[column]!;
    let delta = Infinity;
    let next = 0;
    for (let other = 1; other <= n; other++) {
      if (isUsed[other]) continue;
      const reduced = cost(at - 1, other - 1) - rowPrice[at]! - columnPrice[other]!;
      if (reduced < least[other]!) {
        least[other] = reduced;
        path[other] = column;
      }
      if (least[other]! < delta) {
        delta = least[other]!;
        next = other;
      }
    }
    for (let other = 0; other <= n; other++) {
      if (isUsed[other]) {
        rowPrice[rowOf[other]!]! += delta;
        columnPrice[other]! -= delta;
      } else least[other]! -= delta;
    }
    column = next;
  } while (rowOf[column] !== 0);
  return { path, end: column };
}
