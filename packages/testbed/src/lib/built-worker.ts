import * as v from "valibot";

/** One file of a bundled Worker, as Miniflare takes it. */
export const WorkerModule = v.strictObject({
  type: v.picklist(["ESModule", "CompiledWasm", "Text", "Data"]),
  path: v.string(),
});
export type WorkerModule = v.InferOutput<typeof WorkerModule>;

/** One numbered file of a database's migrations, a statement an item. */
export const Migration = v.strictObject({ name: v.string(), statements: v.array(v.string()) });
export type Migration = v.InferOutput<typeof Migration>;

/** A Worker as a deployment would run it, and all that its wrangler.jsonc says of it: starting it needs no wrangler any more. */
export const BuiltWorker = v.strictObject({
  /** The bundle, the entry first; all in one folder. */
  modules: v.pipe(v.array(WorkerModule), v.minLength(1)),
  /** Options of Miniflare by the configuration, but for those that concern bundling and other Workers. */
  options: v.record(v.string(), v.any()),
  /** By binding of the database, in order. */
  migrations: v.record(v.string(), v.array(Migration)),
});
export type BuiltWorker = v.InferOutput<typeof BuiltWorker>;

/** Both operators' Workers. */
export interface BuiltOperators {
  readonly edge: BuiltWorker;
  readonly aggregator: BuiltWorker;
}
