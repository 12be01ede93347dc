import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Miniflare } from "miniflare";
import { unstable_splitSqlQuery } from "wrangler";

type Database = Awaited<ReturnType<Miniflare["getD1Database"]>>;

/**
 * Applies the numbered `.sql` files of `folder` that `database` has not seen, in order, each as one transaction with the
 * note that it was applied (table `d1_migrations`, as wrangler keeps it). Resolves to the names applied now.
 */
export async function applyMigrations(database: Database, folder: string): Promise<string[]> {
  await database.exec(
    "CREATE TABLE IF NOT EXISTS d1_migrations (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL)",
  );
  const { results } = await database.prepare("SELECT name FROM d1_migrations").all<{ name: string }>();
  const seen = new Set(results.map(({ name }) => name));
  const fresh = (await readdir(folder)).filter((name) => name.endsWith(".sql") && !seen.has(name)).sort();
  for (const name of fresh) {
    const statements = unstable_splitSqlQuery(await readFile(join(folder, name), "utf8"));
    const note = database.prepare("INSERT INTO d1_migrations (name) VALUES (?)").bind(name);
    await database.batch([...statements.map((statement) => database.prepare(statement)), note]);
  }
  return fresh;
}
