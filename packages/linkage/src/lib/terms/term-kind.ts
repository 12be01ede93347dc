/**
 * How a term was made of a field. `exact`: the normalised text. `near`: the text with one character left out (a delete-one
 * neighbour). `sound`: how it is spoken. `nickname`: the names that it may be short for. `initial`: its first letter.
 * `word`: one of its words. `area`: the wider area of a postcode. `swap`: a date with day and month in numeric order.
 * `part`: two of a date's three parts. `year`: a date's year. `digit`: a date with one digit blotted out.
 * `local`: an address's part before the @.
 */
export const TERM_KINDS = [
  "exact",
  "near",
  "sound",
  "nickname",
  "initial",
  "word",
  "area",
  "swap",
  "part",
  "year",
  "digit",
  "local",
] as const;

/** How a term was made of a field. */
export type TermKind = (typeof TERM_KINDS)[number];
