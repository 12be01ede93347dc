import type { DBSchema, IDBPDatabase, IDBPTransaction, StoreNames } from "idb";

/** Rows are `unknown` until a schema has parsed them. */
export interface Rows extends DBSchema {
  values: { key: string; value: unknown };
  /** The name of `values` before version 3. */
  facts: { key: string; value: unknown };
  files: { key: string; value: unknown };
  keys: { key: string; value: unknown };
  operations: { key: string; value: unknown };
  ledger: { key: number; value: unknown };
}
export const TABLES = ["values", "files", "keys", "operations", "ledger"] as const;

type Upgrade = IDBPTransaction<Rows, StoreNames<Rows>[], "versionchange">;
/** Changes a database of the version before into one of its own. Waits for nothing but the database. */
type Migration = (database: IDBPDatabase<Rows>, upgrade: Upgrade) => Promise<void>;

/** Version 1: the tables. */
const createTables: Migration = (database) => {
  for (const name of ["facts", "files", "keys", "operations", "ledger"] as const) {
    database.createObjectStore(name, name === "ledger" ? { autoIncrement: true } : undefined);
  }
  return Promise.resolve();
};

/** Version 2: what was called a hand-over is a landing link. */
const renameLandingLinks: Migration = async (_, upgrade) => {
  const facts = upgrade.objectStore("facts");
  const secret = await facts.get("handover");
  if (secret !== undefined) {
    await facts.put(secret, "landingLink");
    await facts.delete("handover");
  }
  const operations = upgrade.objectStore("operations");
  for (let cursor = await operations.openCursor(); cursor; cursor = await cursor.continue()) {
    const row = cursor.value;
    if (typeof row !== "object" || row === null || !("kinds" in row) || typeof row.kinds !== "object") continue;
    const kinds = Object.entries(row.kinds ?? {}).map(([token, kind]) => [
      token,
      kind === "handover" ? "landing-link" : kind,
    ]);
    await cursor.update({ ...row, kinds: Object.fromEntries(kinds) });
  }
};

/** Version 3: the table of single values is called `values`. */
const renameValues: Migration = async (database, upgrade) => {
  const renamed = database.createObjectStore("values");
  for (let cursor = await upgrade.objectStore("facts").openCursor(); cursor; cursor = await cursor.continue()) {
    await renamed.put(cursor.value, cursor.key);
  }
  database.deleteObjectStore("facts");
};

/**
 * One step a version, oldest first: a change of a stored form adds a step at the end, a fixture of the form before under
 * test/fixtures, and changes no earlier step.
 */
const MIGRATIONS: readonly Migration[] = [createTables, renameLandingLinks, renameValues];

/** Version of the stored forms. IndexedDB keeps it as the database's own version. */
export const SCHEMA_VERSION = MIGRATIONS.length;

/** Takes a database from its version to this code's, in the transaction that opens it: wholly or not at all. */
export async function migrate(database: IDBPDatabase<Rows>, fromVersion: number, upgrade: Upgrade): Promise<void> {
  for (const migration of MIGRATIONS.slice(fromVersion)) await migration(database, upgrade);
}
