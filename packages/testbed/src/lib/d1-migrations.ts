import type { Miniflare } from "miniflare";
import type { Migration } from "./built-worker.ts";

type Database = Awaited<ReturnType<Miniflare["getD1Database"]>>;

/**
 * Applies the migrations that `database` has not seen, in order, each as one transaction with the note that it was applied (table
 * `d1_migrations`, as wrangler keeps it).
 */
export async function applyMigrations(database: Database, migrations: readonly Migration[]): Promise<void> {
  await database.exec(
    "CREATE TABLE IF NOT EXISTS d1_migrations (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL)",
  );
  const { results } = await database.prepare("SELECT name FROM d1_migrations").all<{ name: string }>();
  const seen = new Set(results.map(({ name }) => name));
  for (const { name, statements } of migrations.filter(({ name }) => !seen.has(name))) {
    const note = database.prepare("INSERT INTO d1_migrations (name) VALUES (?)").bind(name);
    await database.batch([...statements.map((statement) => database.prepare(statement)), note]);
  }
}
