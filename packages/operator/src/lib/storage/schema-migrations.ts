import * as v from "valibot";

/** One numbered step of a schema: SQL, or code for what SQL alone can't do. */
export type SchemaStep = string | ((sql: SqlStorage) => void);

/** What a migration needs of a Durable Object's storage. */
export type SchemaStorage = Pick<DurableObjectStorage, "sql" | "transactionSync">;

/** A newer version of the code has written this storage. Nothing is read from it or changed. */
export class SchemaVersionError extends Error {
  override readonly name = "SchemaVersionError";

  constructor(component: string, stored: number, known: number) {
    super(
      `The stored schema of "${component}" has version ${stored}, and this code knows up to ${known}. ` +
        "Deploy the code that wrote it, or newer code.",
    );
  }
}

const VersionRow = v.strictObject({ version: v.pipe(v.number(), v.integer(), v.minValue(0)) });

const VERSIONS =
  "CREATE TABLE IF NOT EXISTS schema_version (component TEXT PRIMARY KEY, version INTEGER NOT NULL) STRICT, WITHOUT ROWID";

/** Whether a storage has no table but those of the platform. */
const isEmpty = (sql: SqlStorage) =>
  sql.exec("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name NOT GLOB '_cf_*' LIMIT 1").toArray().length === 0;

/**
 * Brings the tables of one component to the newest version: `schema_version(component, version)` says how many steps have run.
 * Each step that is missing runs once, in a transaction with its version row, so that a step that fails leaves the version before it.
 * Call it before anything else touches the tables, and again after `deleteAll`.
 *
 * @example
 * migrateSchema(storage, "nonces", [
 *   "CREATE TABLE nonces (nonce TEXT PRIMARY KEY, seen_at INTEGER NOT NULL) STRICT", // 1
 *   "CREATE INDEX nonces_seen_at ON nonces (seen_at)", // 2
 * ]);
 *
 * @param component - Whose tables these are. Several components may share one storage, each with its own version.
 * @param steps - The first is version 1. Append to them; never change or remove a step that was deployed.
 * @param newest - SQL of the tables as the last step leaves them. An empty storage runs it instead of the steps, which would build
 *   and rebuild tables without rows. Test that both give the same schema.
 * @throws {SchemaVersionError} if the stored version is newer than the last step
 */
export function migrateSchema(
  storage: SchemaStorage,
  component: string,
  steps: readonly SchemaStep[],
  newest?: string,
): void {
  const { sql } = storage;
  if (newest !== undefined && isEmpty(sql)) {
    storage.transactionSync(() => {
      sql.exec(VERSIONS);
      sql.exec(newest);
      sql.exec("INSERT INTO schema_version VALUES (?, ?)", component, steps.length);
    });
    return;
  }
  sql.exec(VERSIONS);
  const [row] = sql.exec("SELECT version FROM schema_version WHERE component = ?", component).toArray();
  const stored = row === undefined ? 0 : v.parse(VersionRow, row).version;
  if (stored > steps.length) throw new SchemaVersionError(component, stored, steps.length);
  for (const [index, step] of steps.slice(stored).entries()) {
    storage.transactionSync(() => {
      if (typeof step === "string") sql.exec(step);
      else step(sql);
      sql.exec("INSERT OR REPLACE INTO schema_version VALUES (?, ?)", component, stored + index + 1);
    });
  }
}
