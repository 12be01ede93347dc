/** Places of equal cells in whole steps along each feature, such as [3, 7]. */
export interface Lattice {
  readonly places: readonly (readonly number[])[];
  /** Steps along each feature; a place is from 0 to one less. */
  readonly sizes: readonly number[];
}

/** A neighbour of a cell: its index, and how many of its steps differ, 0 for the cell itself. */
export interface LatticeNeighbour {
  readonly cell: number;
  readonly apart: number;
}

/** For each cell, the cells whose steps differ by at most one along each feature, the cell itself among them. */
export function neighboursOf({ places, sizes }: Lattice): LatticeNeighbour[][] {
  const keyOf = (place: readonly number[]) => place.reduce((key, step, i) => key * sizes[i]! + step, 0);
  const cellAt = new Map(places.map((place, cell) => [keyOf(place), cell]));
  const moves = sizes.reduce<number[][]>((all) => all.flatMap((move) => [-1, 0, 1].map((by) => [...move, by])), [[]]);
  return places.map((place) =>
    moves.flatMap((move) => {
      const there = place.map((step, i) => step + move[i]!);
      if (there.some((step, i) => step < 0 || step >= sizes[i]!)) return [];
      const cell = cellAt.get(keyOf(there));
      return cell === undefined ? [] : [{ cell, apart: move.filter((by) => by !== 0).length }];
    }),
  );
}
