import { globSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/**
 * Rewrites the SQLite files of a stopped operator without anything that was deleted. SQLite leaves deleted bytes in free pages and in the
 * write-ahead log, and a Worker may set neither `secure_delete` nor a checkpoint (workerd answers SQLITE_AUTH).
 * @param state - The operator's `state` folder. Nothing else may have its files open.
 */
export function scrub(state: string): void {
  for (const path of globSync("{do,d1}/**/*.sqlite", { cwd: state })) {
    const database = new DatabaseSync(join(state, path));
    try {
      database.exec("PRAGMA secure_delete = ON; VACUUM; PRAGMA wal_checkpoint(TRUNCATE)");
    } catch (error) {
      // What is deleted stays in this file until the next stop.
      process.stderr.write(`cannot scrub ${path}: ${String(error)}\n`);
    } finally {
      database.close();
    }
  }
}
