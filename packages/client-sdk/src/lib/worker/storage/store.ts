import type { LedgerEntry } from "../../ledger-entry.ts";
import type { Operation } from "../outbox/operation.ts";
import type { StoredValue, ValueName } from "./stored-values.ts";
import type { StoredFile } from "./stored-file.ts";
import type { StoredKeys } from "./stored-keys.ts";

/** Most ledger entries kept; the oldest go first. At about 600 bytes an entry this is 1.2 MB. */
export const MAX_LEDGER_ENTRIES = 2_000;

/**
 * Rows under a key that is part of each row. With `era`, nothing is written unless that is the stored value `era`: both are one step, which no
 * other tab can come between.
 */
export interface Table<Row> {
  get(key: string): Promise<Row | undefined>;
  list(): Promise<Row[]>;
  put(row: Row, era?: string): Promise<void>;
  delete(key: string): Promise<void>;
}

/** Single values, each under its name. `era`: as of a {@link Table}. */
export interface KeyValueStore {
  get<Name extends ValueName>(name: Name): Promise<StoredValue<Name> | undefined>;
  put<Name extends ValueName>(name: Name, value: StoredValue<Name>, era?: string): Promise<void>;
  /** Reads and writes in one step that no other tab can come between. `next` is pure. Gives what was written, or would have been. */
  update<Name extends ValueName>(
    name: Name,
    next: (now: StoredValue<Name> | undefined) => StoredValue<Name>,
    era?: string,
  ): Promise<StoredValue<Name>>;
  delete(name: ValueName): Promise<void>;
}

/** The wire ledger: entries are added, given a status, and never changed otherwise. */
export interface Ledger {
  /** Adds an entry under the next number, and drops the oldest over the bound. Gives the number. */
  append(entry: Omit<LedgerEntry, "id">): Promise<number>;
  /** Nothing happens if the entry is gone. */
  setStatus(id: number, status: number): Promise<void>;
  /** Oldest first. */
  list(): Promise<LedgerEntry[]>;
}

/**
 * All that Sedge keeps on the device for one site. Every row is parsed when read; one that does not fit its schema is
 * as good as missing. Two tabs may use one store at once.
 */
export interface Store {
  readonly kind: "indexeddb" | "memory";
  readonly values: KeyValueStore;
  /** Under `name`. */
  readonly files: Table<StoredFile>;
  /** Under `kind`. */
  readonly keys: Table<StoredKeys>;
  /** Under `operationId`. */
  readonly operations: Table<Operation>;
  readonly ledger: Ledger;
  /** Deletes everything but the operations named. The ledger's numbers go on from where they were. */
  wipe(keptOperations: readonly string[]): Promise<void>;
  close(): Promise<void>;
}
