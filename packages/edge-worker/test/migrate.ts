import { applyD1Migrations } from "cloudflare:test";
import { env } from "cloudflare:workers";

/** Gives the database its tables, as `wrangler d1 migrations apply` does. */
export async function migrate(): Promise<void> {
  await applyD1Migrations(env.DB, env.MIGRATIONS);
}

await migrate();
