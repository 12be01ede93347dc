import { cpSync, existsSync, globSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Operator } from "./operator.ts";

/** A row that an operator stores on disk. */
export interface StoredRow {
  /** The SQLite file, below the operator's `state` folder. */
  readonly file: string;
  readonly table: string;
  readonly row: Readonly<Record<string, unknown>>;
}

/** Tables of the runtime and of migrations, which contain nothing about visitors. */
const OF_THE_RUNTIME = /^(?:_cf_|sqlite_|d1_migrations$|schema_version$)/;

/** Reads a copy of the database and its log, so that the running Worker is not affected. */
function readFile(path: string, file: string, folder: string): StoredRow[] {
  const copy = join(folder, "copy.sqlite");
  for (const suffix of ["", "-wal", "-shm"]) {
    rmSync(`${copy}${suffix}`, { force: true });
    if (suffix !== "-shm" && existsSync(`${path}${suffix}`)) cpSync(`${path}${suffix}`, `${copy}${suffix}`);
  }
  const database = new DatabaseSync(copy);
  try {
    const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").all();
    return tables
      .map(({ name }) => String(name))
      .filter((name) => !OF_THE_RUNTIME.test(name))
      .flatMap((table) =>
        database
          .prepare(`SELECT * FROM "${table}"`)
          .all()
          .map((row) => ({ file, table, row: { ...row } })),
      );
  } finally {
    database.close();
  }
}

/** A file that was written less than this ago may be written again without a newer time. */
const SETTLED_MS = 200;

/** What is in a file and its log, by their numbers, sizes and times; undefined while they may be the same after a change. */
function versionOf(path: string): string | undefined {
  const stats = [path, `${path}-wal`].map((file) => statSync(file, { bigint: true, throwIfNoEntry: false }));
  if (stats.some((stat) => stat !== undefined && Date.now() - Number(stat.mtimeMs) < SETTLED_MS)) return undefined;
  return stats.map((stat) => (stat ? `${stat.ino} ${stat.size} ${stat.mtimeNs}` : "")).join();
}

/** What was last read of each file. Tests read all files again and again, and most have not changed. */
const lastRead = new Map<string, { readonly version: string; readonly rows: readonly StoredRow[] }>();

/** The rows of a file, read again only if it has changed. */
function rowsOf(path: string, file: string, folder: string): readonly StoredRow[] {
  const version = versionOf(path);
  const known = lastRead.get(path);
  if (known && known.version === version) return known.rows;
  const rows = readFile(path, file, folder);
  if (version !== undefined) lastRead.set(path, { version, rows });
  return rows;
}

/** All rows in the SQLite files of an operator's Durable Objects and D1 databases. */
export function storedRows({ folder }: Pick<Operator, "folder">): StoredRow[] {
  const state = join(folder, "state");
  const scratch = mkdtempSync(join(tmpdir(), "sedge-rows-"));
  try {
    return globSync("{do,d1}/**/*.sqlite", { cwd: state })
      .filter((path) => !path.endsWith("metadata.sqlite"))
      .sort()
      .flatMap((path) => rowsOf(join(state, path), relative(state, join(state, path)), scratch));
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

/** Names of the tables with a row that contains a text, without duplicates. */
export function tablesThatName(rows: readonly StoredRow[], text: string): string[] {
  const found = rows.filter(({ row }) => JSON.stringify(row).includes(text)).map(({ table }) => table);
  return [...new Set(found)].sort();
}
