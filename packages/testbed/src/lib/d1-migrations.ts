import type { Miniflare } from "miniflare";
import type { Migration } from "./built-worker.ts";

type Database = Awaited<ReturnType<Miniflare["getD1Database"]>>;

/**
 * Applies pending migrations to `database` in order. Each runs in one transaction with its row in `d1_migrations`, the table
 * that wrangler uses.
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
