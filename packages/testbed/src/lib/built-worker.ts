import * as v from "valibot";

/** A file of a bundled Worker, in Miniflare's format. */
export const WorkerModule = v.strictObject({
  type: v.picklist(["ESModule", "CompiledWasm", "Text", "Data"]),
  path: v.string(),
});
export type WorkerModule = v.InferOutput<typeof WorkerModule>;

/** A numbered migration file of a database, one statement per item. */
export const Migration = v.strictObject({ name: v.string(), statements: v.array(v.string()) });
export type Migration = v.InferOutput<typeof Migration>;

/** SQL that runs after the migrations, by binding of its database. It may run again. */
export const Seed = v.record(v.string(), v.array(v.string()));
export type Seed = v.InferOutput<typeof Seed>;

/** A built Worker with its configuration from wrangler.jsonc. It starts without wrangler. */
export const BuiltWorker = v.strictObject({
  /** The bundle, entry first, in one folder. */
  modules: v.pipe(v.array(WorkerModule), v.minLength(1)),
  /** Miniflare's options from the configuration, except those for bundling and other Workers. */
  options: v.record(v.string(), v.any()),
  /** Migrations by database binding, in order. */
  migrations: v.record(v.string(), v.array(Migration)),
  /** Databases to begin with instead of empty ones. */
  databases: v.optional(
    v.strictObject({
      /** A stopped operator's folder of databases, with all migrations applied. */
      folder: v.string(),
      /** The seed that they contain. */
      seed: Seed,
    }),
  ),
});
export type BuiltWorker = v.InferOutput<typeof BuiltWorker>;

/** Both operators' Workers. */
export interface BuiltOperators {
  readonly edge: BuiltWorker;
  readonly aggregator: BuiltWorker;
}
