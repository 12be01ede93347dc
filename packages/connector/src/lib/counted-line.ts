/** Row counts as one line of text: the main count first, then every other count above 0. */
export function countedLine(first: string, rest: readonly (readonly [count: number, what: string])[]): string {
  return [first, ...rest.flatMap(([count, what]) => (count > 0 ? [`${count} ${what}`] : []))].join("; ");
}

/** Refusals by code, as parts of such a line. */
export function countedRefusals(refused: Readonly<Record<string, number>>): (readonly [number, string])[] {
  return Object.entries(refused).map(([code, count]) => [count, `refused: ${code}`]);
}
