/**
 * The process of one operator: runs its Worker on workerd with Miniflare and its configured bindings, and reports to the
 * parent process when it serves requests. It ends with the parent.
 */
import * as v from "valibot";
import { dirname, join } from "node:path";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { type OperatorAnswer, OperatorOrder } from "./operator-order.ts";
import type { Migration } from "./built-worker.ts";

type Database = Awaited<ReturnType<Miniflare["getD1Database"]>>;

/**
 * Applies pending migrations to `database` in order. Each runs in one transaction with its row in `d1_migrations`, the table
 * that wrangler uses.
 */
async function applyMigrations(database: Database, migrations: readonly Migration[]): Promise<void> {
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

/** Rate limits in Miniflare's format. */
const RateLimits = v.record(
  v.string(),
  v.object({
    namespace_id: v.string(),
    simple: v.object({ limit: v.number(), period: v.exactOptional(v.picklist([10, 60])) }),
  }),
);

/** The configured rate limits with another number of requests per period. */
function withLimit(configured: unknown, limit: number): v.InferOutput<typeof RateLimits> {
  return Object.fromEntries(
    Object.entries(v.parse(RateLimits, configured)).map(([name, { simple, ...rest }]) => [
      name,
      { ...rest, simple: { ...simple, limit } },
    ]),
  );
}

// The data has tokens and secrets: only its owner may read what this process and workerd write.
process.umask(0o077);

async function serve(order: v.InferOutput<typeof OperatorOrder>): Promise<Miniflare> {
  const { worker, port, folder, bindings, rateLimit, seed } = order;
  const { modules, options, migrations } = worker;
  const configured = v.parse(v.optional(v.record(v.string(), v.any()), {}), options["bindings"]);
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      ...options,
      rootPath: dirname(modules[0]?.path ?? folder),
      modules,
      bindings: { ...configured, ...bindings },
      ...(rateLimit !== undefined && { ratelimits: withLimit(options["ratelimits"], rateLimit) }),
      // A direct socket of the Worker, without a proxy in front.
      unsafeDirectSockets: [{ host: "127.0.0.1", port }],
      host: "127.0.0.1",
      port: 0,
      resourcePersistencePath: join(folder, "state"),
      cf: false,
      telemetry: { enabled: false },
    }),
  );
  await miniflare.ready;
  for (const [binding, files] of Object.entries(migrations)) {
    await applyMigrations(await miniflare.getD1Database(binding), files);
  }
  for (const [binding, statements] of Object.entries(seed)) {
    const database = await miniflare.getD1Database(binding);
    await database.batch(statements.map((statement) => database.prepare(statement)));
  }
  return miniflare;
}

const answer = (message: OperatorAnswer) => process.send?.(message);
let miniflare: Miniflare | undefined;

async function end(): Promise<never> {
  await miniflare?.dispose().catch(() => undefined);
  process.exit();
}

async function begin(order: unknown): Promise<void> {
  try {
    miniflare = await serve(v.parse(OperatorOrder, order));
    answer({ state: "ready" });
  } catch (error) {
    answer({ state: "failed", message: error instanceof Error ? error.message : String(error) });
    await end();
  }
}

process.once("disconnect", () => void end());
process.once("SIGTERM", () => void end());
process.once("message", (message) => void begin(message));
