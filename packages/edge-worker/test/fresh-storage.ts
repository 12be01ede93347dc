import { applyD1Migrations, reset } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { LOGIN } from "./login.ts";
import { afterEach, beforeEach } from "vitest";

// Every test begins with a migrated database and the site `demo` with its login key (as the small site has), and leaves nothing to the next.
beforeEach(async () => {
  await applyD1Migrations(env.DB, env.MIGRATIONS);
  if ((await env.DB.prepare("SELECT 1 FROM sites").first()) !== null) {
    // The last test's work outlived it, and kept the database from being emptied.
    await reset();
    await applyD1Migrations(env.DB, env.MIGRATIONS);
  }
  const insert = env.DB.prepare("INSERT INTO sites VALUES ('demo', ?, 50, '2026-11')");
  await insert.bind('["http://localhost:*","http://127.0.0.1:*"]').run();
  const { key } = await LOGIN;
  const register = env.DB.prepare("INSERT INTO login_keys VALUES (?, ?, NULL)");
  await env.DB.batch(["demo", "small-site"].map((site) => register.bind(site, key)));
});
afterEach(async () => {
  // A test may have ended every object, the database too, and `reset` empties only what runs.
  await env.DB.prepare("SELECT 1").run();
  await reset();
});
