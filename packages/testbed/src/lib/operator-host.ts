/**
 * The process of one operator: runs its Worker on workerd with Miniflare and its configured bindings, and reports to the
 * parent process when it serves requests. It ends with the parent.
 */
import { dirname, join } from "node:path";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import * as v from "valibot";
import { applyMigrations } from "./d1-migrations.ts";
import { type OperatorAnswer, OperatorOrder } from "./operator-order.ts";

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

async function serve({ worker, port, folder, bindings, rateLimit }: OperatorOrder): Promise<Miniflare> {
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
