import { join } from "node:path";
import { buildWorker } from "./build-worker.ts";
import type { BuiltOperators } from "./built-worker.ts";

const packages = join(import.meta.dirname, "..", "..", "..");

/** Bundles both Workers into `folder`. Throws wrangler's error if a build fails. */
export async function buildOperators(folder: string): Promise<BuiltOperators> {
  const build = (worker: string) =>
    buildWorker(join(packages, worker, "wrangler.jsonc"), join(folder, worker, "bundle"));
  const [edge, aggregator] = await Promise.all([build("edge-worker"), build("aggregator")]);
  return { edge, aggregator };
}
