/** What became of rows, in one line for people: how it went first, then what there is of the rest. */
export function countedLine(first: string, rest: readonly (readonly [count: number, what: string])[]): string {
  return [first, ...rest.flatMap(([count, what]) => (count > 0 ? [`${count} ${what}`] : []))].join("; ");
}

/** Refusals by code, as entries of such a line. */
export function countedRefusals(refused: Readonly<Record<string, number>>): (readonly [number, string])[] {
  return Object.entries(refused).map(([code, count]) => [count, `refused: ${code}`]);
}
