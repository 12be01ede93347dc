import type { KeyValueStore, Store, Table } from "./store.ts";

/** One piece of work's view of the store. */
export interface WorkStore extends Store {
  /** Whether everything was deleted since the work began. What it still writes is dropped. */
  readonly isOver: () => boolean;
}

/** The store that all parts of the worker write through. */
export interface GuardedStore extends Store {
  /** The store for work that begins now, such as one classification. Take it before the first wait. */
  work(): WorkStore;
}

/**
 * Lets a row reach the store only while it may. Without `classify`, nothing is stored but waiting erasures with their ledger entries and
 * the edge's clock. What began before a deletion of everything stores nothing after it.
 *
 * The check and the write that follows are one step: both adapters queue a write when it is called, so a deletion called before it
 * is queued before it.
 *
 * @param mayStore - Whether `classify` is given now.
 */
export function guardedStore(store: Store, mayStore: () => boolean): GuardedStore {
  let wipes = 0;
  const wipe = (kept: readonly string[]) => {
    wipes += 1;
    return store.wipe(kept);
  };
  const through = (mayWrite: () => boolean): Store => ({
    ...store,
    values: guardedValues(store.values, mayWrite),
    files: guardedTable(store.files, mayWrite),
    keys: guardedTable(store.keys, mayWrite),
    operations: guardedTable(store.operations, ({ action }) => action === "erase" || mayWrite()),
    wipe,
  });
  return {
    ...through(mayStore),
    work: () => {
      const began = wipes;
      const isOver = () => began !== wipes;
      return { ...through(() => mayStore() && !isOver()), isOver };
    },
  };
}

function guardedValues(values: KeyValueStore, mayWrite: () => boolean): KeyValueStore {
  return {
    get: (name) => values.get(name),
    put: async (name, value) => {
      if (mayWrite() || name === "clockOffsetSeconds") await values.put(name, value);
    },
    update: async (name, next) => (mayWrite() ? values.update(name, next) : next(undefined)),
    delete: (name) => values.delete(name),
  };
}

function guardedTable<Row>(table: Table<Row>, mayPut: (row: Row) => boolean): Table<Row> {
  return {
    get: (key) => table.get(key),
    list: () => table.list(),
    put: async (row) => {
      if (mayPut(row)) await table.put(row);
    },
    delete: (key) => table.delete(key),
  };
}
