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

/** A built Worker with its configuration from wrangler.jsonc. It starts without wrangler. */
export const BuiltWorker = v.strictObject({
  /** The bundle, entry first, in one folder. */
  modules: v.pipe(v.array(WorkerModule), v.minLength(1)),
  /** Miniflare's options from the configuration, except those for bundling and other Workers. */
  options: v.record(v.string(), v.any()),
  /** Migrations by database binding, in order. */
  migrations: v.record(v.string(), v.array(Migration)),
});
export type BuiltWorker = v.InferOutput<typeof BuiltWorker>;

/** Both operators' Workers. */
export interface BuiltOperators {
  readonly edge: BuiltWorker;
  readonly aggregator: BuiltWorker;
}
