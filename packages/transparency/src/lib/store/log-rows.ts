/**
 * Where a log keeps its rows. Rows are added in order and never changed. An implementation makes all that one
 * `append` adds durable together or not at all.
 */
export interface LogRows {
  /** How many entries there are. */
  readonly size: number;
  /** The entries from index `from` up to but without `end`, all of which exist. */
  readonly entries: (from: number, end: number) => readonly Uint8Array[];
  /** The hashes of a level of tiles from index `from` up to but without `end`, all of which exist. */
  readonly hashes: (level: number, from: number, end: number) => readonly Uint8Array[];
  readonly addEntry: (index: number, entry: Uint8Array) => void;
  readonly addHash: (level: number, index: number, hash: Uint8Array) => void;
}
