import { applyD1Migrations, reset } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { LOGIN } from "./login.ts";
import { afterEach, beforeEach } from "vitest";

/** Statements that make an empty database what the migrations leave. */
let schema: readonly string[] | undefined;

/** What all migrations leave of an empty database: their statements are run once, and later tests get their result at once. */
async function migratedSchema(): Promise<readonly string[]> {
  await reset();
  await applyD1Migrations(env.DB, env.MIGRATIONS);
  const { results } = await env.DB.prepare(
    "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT GLOB '_cf_*' AND name NOT GLOB 'sqlite_*' ORDER BY rowid",
  ).all<{ readonly sql: string }>();
  await reset();
  return [
    ...results.map(({ sql }) => sql),
    ...env.MIGRATIONS.map(({ name }) => `INSERT INTO d1_migrations (name) VALUES ('${name}')`),
  ];
}

// Every test begins with a migrated database and the site `demo` with its login key (as the small site has), and leaves nothing to the next.
beforeEach(async () => {
  schema ??= await migratedSchema();
  const { key } = await LOGIN;
  const site = env.DB.prepare("INSERT INTO sites VALUES ('demo', ?, 50, '2026-11')");
  const register = env.DB.prepare("INSERT INTO login_keys VALUES (?, ?, NULL)");
  const statements = [
    ...schema.map((sql) => env.DB.prepare(sql)),
    site.bind('["http://localhost:*","http://127.0.0.1:*"]'),
    ...["demo", "small-site"].map((name) => register.bind(name, key)),
  ];
  // Where the last test's work outlived it, the database was not emptied: its tables are there.
  await env.DB.batch(statements).catch(async () => {
    await reset();
    await env.DB.batch(statements);
  });
});
afterEach(async () => {
  // A test may have ended every object, the database too, and `reset` empties only what runs.
  await env.DB.prepare("SELECT 1").run();
  await reset();
});
