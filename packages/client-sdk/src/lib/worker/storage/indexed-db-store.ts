import { type IDBPDatabase, openDB } from "idb";
import * as v from "valibot";
import { LedgerEntry } from "../../ledger-entry.ts";
import { SedgeError } from "../../sedge-error.ts";
import { Operation } from "../outbox/operation.ts";
import { parseValue } from "./stored-values.ts";
import { migrate, type Rows, SCHEMA_VERSION, TABLES } from "./migrations.ts";
import { type KeyValueStore, type Ledger, MAX_LEDGER_ENTRIES, type Store, type Table } from "./store.ts";
import { StoredFile } from "./stored-file.ts";
import { StoredKeys } from "./stored-keys.ts";

type Database = IDBPDatabase<Rows>;
type TableName = "files" | "keys" | "operations";

/** Longest wait for the database to open, in milliseconds; another tab with an older version may block it. */
const OPEN_LIMIT_MS = 3_000;

/** Gives the open database; opens it again after the browser has closed it, as when the visitor clears the site's data. */
type Connect = () => Promise<Database>;

/**
 * The store in IndexedDB, one database a site. Rejects where the browser refuses it, or does not open it in time.
 *
 * @throws SedgeError `update-needed` where newer code has changed the database: this code can't read it any more.
 */
export async function indexedDbStore(site: string): Promise<Store> {
  let database: Promise<Database> | undefined;
  const connect: Connect = () => {
    const closed = () => (database = undefined);
    database ??= opened(`sedge-${site}`, closed).catch((error: unknown) => {
      closed();
      throw error;
    });
    return database;
  };
  await connect();
  return {
    kind: "indexeddb",
    values: values(connect),
    files: table(connect, "files", StoredFile, ({ name }) => name),
    keys: table(connect, "keys", StoredKeys, ({ kind }) => kind),
    operations: table(connect, "operations", Operation, ({ operationId }) => operationId),
    ledger: ledger(connect),
    wipe: async (keptOperations) => wipe(await connect(), keptOperations),
    close: async () => (await connect()).close(),
  };
}

async function opened(name: string, closed: () => void): Promise<Database> {
  const opening = openDB<Rows>(name, SCHEMA_VERSION, {
    upgrade: (database, fromVersion, _, upgrade) => migrate(database, fromVersion, upgrade),
    blocking: (_current, _blocked, event) => {
      // A newer version of Sedge in another tab, or a deletion, must not wait for this one.
      if (event.target instanceof IDBDatabase) event.target.close();
      closed();
    },
    terminated: closed,
  });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("IndexedDB did not open in time")), OPEN_LIMIT_MS);
  });
  try {
    return await Promise.race([opening.then(writable), limit]);
  } catch (error) {
    if (!(error instanceof DOMException && error.name === "VersionError")) throw error;
    throw new SedgeError(
      "update-needed",
      "Newer code of Sedge has changed what is stored on this device. Reload the page to get that code.",
    );
  } finally {
    clearTimeout(timer);
  }
}

/**
 * The database once it can be written to. WebKit may leave the transaction of a worker open that has ended with its page: then
 * the database opens, and no later page ever writes.
 */
async function writable(database: Database): Promise<Database> {
  await database.transaction(TABLES, "readwrite").done;
  return database;
}

function table<Row>(
  connect: Connect,
  name: TableName,
  schema: v.GenericSchema<unknown, Row>,
  keyOf: (row: Row) => string,
): Table<Row> {
  const parse = (raw: unknown): Row[] => {
    const parsed = v.safeParse(schema, raw);
    return parsed.success ? [parsed.output] : [];
  };
  return {
    get: async (key) => parse(await (await connect()).get(name, key))[0],
    list: async () => (await (await connect()).getAll(name)).flatMap(parse),
    put: async (row, era) => {
      const transaction = (await connect()).transaction([name, "values"], "readwrite");
      const isOf = era === undefined || (await transaction.objectStore("values").get("era")) === era;
      if (isOf) await transaction.objectStore(name).put(row, keyOf(row));
      await transaction.done;
    },
    delete: async (key) => (await connect()).delete(name, key),
  };
}

function values(connect: Connect): KeyValueStore {
  return {
    get: async (name) => parseValue(name, await (await connect()).get("values", name)),
    put: async (name, value, era) => {
      const transaction = (await connect()).transaction("values", "readwrite");
      const isOf = era === undefined || (await transaction.store.get("era")) === era;
      if (isOf) await transaction.store.put(value, name);
      await transaction.done;
    },
    update: async (name, next, era) => {
      const transaction = (await connect()).transaction("values", "readwrite");
      const isOf = era === undefined || (await transaction.store.get("era")) === era;
      const value = next(isOf ? parseValue(name, await transaction.store.get(name)) : undefined);
      if (isOf) await transaction.store.put(value, name);
      await transaction.done;
      return value;
    },
    delete: async (name) => (await connect()).delete("values", name),
  };
}

/** Entries lie without their number, which is their key. */
const Entry = v.omit(LedgerEntry, ["id"]);

function ledger(connect: Connect): Ledger {
  return {
    append: async (entry) => {
      const transaction = (await connect()).transaction("ledger", "readwrite");
      const id = await transaction.store.add(entry);
      if (id > MAX_LEDGER_ENTRIES) await transaction.store.delete(IDBKeyRange.upperBound(id - MAX_LEDGER_ENTRIES));
      await transaction.done;
      return id;
    },
    setStatus: async (id, status) => {
      const transaction = (await connect()).transaction("ledger", "readwrite");
      const entry = v.safeParse(Entry, await transaction.store.get(id));
      if (entry.success) await transaction.store.put({ ...entry.output, status }, id);
      await transaction.done;
    },
    list: async () => {
      const transaction = (await connect()).transaction("ledger");
      const [ids, rows] = await Promise.all([transaction.store.getAllKeys(), transaction.store.getAll()]);
      return ids.flatMap((id, index) => {
        const entry = v.safeParse(Entry, rows[index]);
        return entry.success ? [{ ...entry.output, id }] : [];
      });
    },
  };
}

async function wipe(database: Database, keptOperations: readonly string[]): Promise<void> {
  const transaction = database.transaction(TABLES, "readwrite");
  const operations = transaction.objectStore("operations");
  const keys = await operations.getAllKeys();
  await Promise.all([
    ...keys.filter((key) => !keptOperations.includes(key)).map((key) => operations.delete(key)),
    ...(["values", "files", "keys", "ledger"] as const).map((name) => transaction.objectStore(name).clear()),
  ]);
  await transaction.done;
}
