import type { KeyValueStore, Store, Table } from "./store.ts";

/** One piece of work's view of the store. */
export interface WorkStore extends Store {
  /** Whether everything was deleted since the work began, by this tab or another. What it still writes is dropped. */
  readonly isOver: () => Promise<boolean>;
}

/** The store that all parts of the worker write through. */
export interface GuardedStore extends Store {
  /** The store for work that begins now, such as one classification. Take it before the first wait. */
  work(): WorkStore;
}

/** Whether a row may be written now, and the era that it belongs to; any where there is none. */
interface Guard {
  readonly mayWrite: () => boolean;
  readonly era: () => Promise<string | undefined>;
}

const ANY_ERA = () => Promise.resolve(undefined);

/**
 * Lets a row reach the store only while it may. Without `classify`, nothing is stored but waiting erasures with their ledger entries and
 * the edge's clock. What began before a deletion of everything stores nothing after it, whichever tab has deleted.
 *
 * The check of consent and the write that follows are one step: both adapters queue a write when it is called, so a deletion called before it
 * is queued before it. A deletion ends the era, which the write itself compares.
 *
 * @param mayStore - Whether `classify` is given now.
 */
export function guardedStore(store: Store, mayStore: () => boolean): GuardedStore {
  const through = (guard: Guard): Store => ({
    ...store,
    values: guardedValues(store.values, guard),
    files: guardedTable(store.files, guard),
    keys: guardedTable(store.keys, guard),
    operations: guardedTable(store.operations, guard, ({ action }) => action === "erase"),
  });
  return {
    ...through({ mayWrite: mayStore, era: ANY_ERA }),
    work: () => {
      const era = mayStore() ? eraOf(store.values) : Promise.resolve("");
      // Each write waits for it, and fails with it.
      era.catch(() => undefined);
      return {
        ...through({ mayWrite: mayStore, era: () => era }),
        isOver: async () => (await store.values.get("era")) !== (await era),
      };
    },
  };
}

/** The era now. Its first work begins it. */
async function eraOf(values: KeyValueStore): Promise<string> {
  const known = await values.get("era");
  return known ?? values.update("era", (now) => now ?? String(crypto.getRandomValues(new Uint32Array(4))));
}

function guardedValues(values: KeyValueStore, { mayWrite, era }: Guard): KeyValueStore {
  return {
    get: (name) => values.get(name),
    put: async (name, value) => {
      if (name === "clockOffsetSeconds") return values.put(name, value);
      const own = await era();
      if (mayWrite()) await values.put(name, value, own);
    },
    update: async (name, next) => {
      const own = await era();
      return mayWrite() ? values.update(name, next, own) : next(undefined);
    },
    delete: (name) => values.delete(name),
  };
}

/** @param isFree - Whether a row is stored whatever was deleted. */
function guardedTable<Row>(
  table: Table<Row>,
  { mayWrite, era }: Guard,
  isFree: (row: Row) => boolean = () => false,
): Table<Row> {
  return {
    get: (key) => table.get(key),
    list: () => table.list(),
    put: async (row) => {
      if (isFree(row)) return table.put(row);
      const own = await era();
      if (mayWrite()) await table.put(row, own);
    },
    delete: (key) => table.delete(key),
  };
}
