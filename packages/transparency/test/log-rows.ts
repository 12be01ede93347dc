import type { LogRows } from "../src/store.ts";

/** Rows in memory, which refuse what a table with these keys would: a row twice, or one that leaves a gap. */
export class MemoryRows implements LogRows {
  readonly #entries: Uint8Array[] = [];
  readonly #hashes: Uint8Array[][] = [];

  get size(): number {
    return this.#entries.length;
  }

  readonly entries = (from: number, end: number) => this.#entries.slice(from, end);
  readonly hashes = (level: number, from: number, end: number) => (this.#hashes[level] ?? []).slice(from, end);
  readonly addEntry = (index: number, entry: Uint8Array) => add(this.#entries, index, entry);
  readonly addHash = (level: number, index: number, hash: Uint8Array) => add((this.#hashes[level] ??= []), index, hash);

  /** Hashes that are stored, by level. */
  get stored(): number[] {
    return this.#hashes.map((hashes) => hashes.length);
  }
}

function add(rows: Uint8Array[], index: number, row: Uint8Array): void {
  if (index !== rows.length) throw new Error(`row ${index} does not follow ${rows.length - 1}`);
  rows.push(row);
}
