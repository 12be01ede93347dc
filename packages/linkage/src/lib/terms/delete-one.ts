/** Longest prefix of a word for which deletion neighbours are made: later letters rarely distinguish two names. */
const LONGEST = 9;

/**
 * The words that leaving out one character of `word` gives. Two words that share one, or of which one gives the other, are
 * one insertion, deletion, replacement or swap of neighbours apart, or nearly (Garbe's SymSpell uses the same neighbourhoods).
 * Words under `shortest` characters (default 3) have none, as a neighbour would say almost nothing; of words over `longest`
 * (default 9) the start is taken, and is itself among the neighbours.
 */
export function deleteOne(word: string, { shortest = 3, longest = LONGEST } = {}): string[] {
  if (word.length < shortest) return [];
  const start = word.slice(0, longest);
  const neighbours: string[] = word.length > longest ? [start] : [];
  for (let at = 0; at < start.length; at++) {
    // Of equal neighbouring characters it does not matter which is left out.
    if (start[at] !== start[at - 1]) neighbours.push(start.slice(0, at) + start.slice(at + 1));
  }
  return neighbours;
}
