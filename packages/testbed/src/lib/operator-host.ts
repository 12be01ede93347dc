/**
 * A host: a process that runs one operator at a time. It runs the operator's Worker on workerd with Miniflare and its
 * configured bindings, and answers the parent process when it serves requests and when it has stopped. It ends with the parent.
 */
import { appendFileSync, cpSync, existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import * as v from "valibot";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { type OperatorAnswer, OperatorOrder, STOP_ORDER } from "./operator-order.ts";
import { scrub } from "./scrub.ts";
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

type Order = v.InferOutput<typeof OperatorOrder>;

/** Applies the migrations and the seed to the databases. */
async function prepareDatabases(miniflare: Miniflare, { worker, seed }: Order): Promise<void> {
  for (const [binding, files] of Object.entries(worker.migrations)) {
    await applyMigrations(await miniflare.getD1Database(binding), files);
  }
  for (const [binding, statements] of Object.entries(seed)) {
    const database = await miniflare.getD1Database(binding);
    await database.batch(statements.map((statement) => database.prepare(statement)));
  }
}

async function serve(order: Order): Promise<Miniflare> {
  const { worker, port, folder, bindings, rateLimit, seed } = order;
  const { modules, options, databases } = worker;
  const state = join(folder, "state");
  const copied = databases !== undefined && !existsSync(state);
  if (copied) cpSync(databases.folder, join(state, "d1"), { recursive: true });
  const log = join(folder, "log.txt");
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
      resourcePersistencePath: state,
      handleStructuredLogs: ({ message }) => appendFileSync(log, `${message}\n`, { mode: 0o600 }),
      cf: false,
      telemetry: { enabled: false },
    }),
  );
  await miniflare.ready;
  if (!copied || !isDeepStrictEqual(databases.seed, seed)) await prepareDatabases(miniflare, order);
  return miniflare;
}

const answer = (message: OperatorAnswer) => process.send?.(message);
let miniflare: Miniflare | undefined;
let state: string | undefined;

async function stop(): Promise<void> {
  await miniflare?.dispose().catch(() => undefined);
  if (miniflare && state !== undefined) scrub(state);
  miniflare = undefined;
}

async function end(): Promise<never> {
  await stop();
  process.exit();
}

async function follow(order: unknown): Promise<void> {
  try {
    if (order === STOP_ORDER) {
      await stop();
      answer({ state: "stopped" });
      return;
    }
    const parsed = v.parse(OperatorOrder, order);
    miniflare = await serve(parsed);
    state = join(parsed.folder, "state");
    answer({ state: "ready" });
  } catch (error) {
    answer({ state: "failed", message: error instanceof Error ? error.message : String(error) });
    await end();
  }
}

process.once("disconnect", () => void end());
process.once("SIGTERM", () => void end());
process.on("message", (message) => void follow(message));
