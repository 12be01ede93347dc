import type { LedgerEntry } from "../../ledger-entry.ts";
import type { Operation } from "../outbox/operation.ts";
import type { StoredFile } from "./stored-file.ts";
import type { StoredKeys } from "./stored-keys.ts";
import { type ValueName, parseValue } from "./stored-values.ts";
import { type KeyValueStore, type Ledger, MAX_LEDGER_ENTRIES, type Store, type Table } from "./store.ts";

class MemoryTable<Row> implements Table<Row> {
  readonly #rows = new Map<string, Row>();
  readonly #keyOf: (row: Row) => string;
  readonly #isOf: (era: string | undefined) => boolean;

  constructor(keyOf: (row: Row) => string, isOf: (era: string | undefined) => boolean) {
    this.#keyOf = keyOf;
    this.#isOf = isOf;
  }
  get(key: string) {
    return Promise.resolve(this.#rows.get(key));
  }
  list() {
    return Promise.resolve([...this.#rows.values()]);
  }
  put(row: Row, era?: string) {
    if (this.#isOf(era)) this.#rows.set(this.#keyOf(row), row);
    return Promise.resolve();
  }
  delete(key: string) {
    this.#rows.delete(key);
    return Promise.resolve();
  }
  keepOnly(keys: readonly string[]) {
    for (const key of this.#rows.keys()) if (!keys.includes(key)) this.#rows.delete(key);
  }
}

function memoryValues(rows: Map<ValueName, unknown>, isOf: (era: string | undefined) => boolean): KeyValueStore {
  return {
    get: (name) => Promise.resolve(parseValue(name, rows.get(name))),
    put: (name, value, era) => {
      if (isOf(era)) rows.set(name, value);
      return Promise.resolve();
    },
    update: (name, next, era) => {
      const value = next(isOf(era) ? parseValue(name, rows.get(name)) : undefined);
      if (isOf(era)) rows.set(name, value);
      return Promise.resolve(value);
    },
    delete: (name) => {
      rows.delete(name);
      return Promise.resolve();
    },
  };
}

class MemoryLedger implements Ledger {
  #entries: LedgerEntry[] = [];
  #lastId = 0;

  append(entry: Omit<LedgerEntry, "id">) {
    this.#lastId += 1;
    this.#entries = [...this.#entries, { ...entry, id: this.#lastId }].slice(-MAX_LEDGER_ENTRIES);
    return Promise.resolve(this.#lastId);
  }
  setStatus(id: number, status: number) {
    this.#entries = this.#entries.map((entry) => (entry.id === id ? { ...entry, status } : entry));
    return Promise.resolve();
  }
  list() {
    return Promise.resolve([...this.#entries]);
  }
  clear() {
    this.#entries = [];
  }
}

/** The store where IndexedDB is not to be had: the same, but nothing outlives the page. */
export function memoryStore(): Store {
  const rows = new Map<ValueName, unknown>();
  const isOf = (era: string | undefined) => era === undefined || rows.get("era") === era;
  const files = new MemoryTable<StoredFile>(({ name }) => name, isOf);
  const keys = new MemoryTable<StoredKeys>(({ kind }) => kind, isOf);
  const operations = new MemoryTable<Operation>(({ operationId }) => operationId, isOf);
  const ledger = new MemoryLedger();
  return {
    kind: "memory",
    values: memoryValues(rows, isOf),
    files,
    keys,
    operations,
    ledger,
    wipe: (keptOperations) => {
      rows.clear();
      files.keepOnly([]);
      keys.keepOnly([]);
      operations.keepOnly(keptOperations);
      ledger.clear();
      return Promise.resolve();
    },
    close: () => Promise.resolve(),
  };
}
