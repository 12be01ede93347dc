import { cpSync, existsSync, globSync, mkdtempSync, rmSync } from "node:fs";
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

/** All rows in the SQLite files of an operator's Durable Objects and D1 databases. */
export function storedRows({ folder }: Pick<Operator, "folder">): StoredRow[] {
  const state = join(folder, "state");
  const scratch = mkdtempSync(join(tmpdir(), "sedge-rows-"));
  try {
    return globSync("{do,d1}/**/*.sqlite", { cwd: state })
      .filter((path) => !path.endsWith("metadata.sqlite"))
      .sort()
      .flatMap((path) => readFile(join(state, path), relative(state, join(state, path)), scratch));
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

/** Names of the tables with a row that contains a text, without duplicates. */
export function tablesThatName(rows: readonly StoredRow[], text: string): string[] {
  const found = rows.filter(({ row }) => JSON.stringify(row).includes(text)).map(({ table }) => table);
  return [...new Set(found)].sort();
}
