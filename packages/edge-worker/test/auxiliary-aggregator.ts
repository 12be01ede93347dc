import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { unstable_getMiniflareWorkerOptions } from "wrangler";

const PACKAGE = join(import.meta.dirname, "..");
const AGGREGATOR = join(PACKAGE, "..", "aggregator");
const BUILT = join(PACKAGE, ".wrangler", "aggregator");

/** The real aggregator, built by wrangler as for its deployment, to stand beside the edge in one workerd. */
export function auxiliaryAggregator(secrets: Record<string, string>) {
  execFileSync(join(PACKAGE, "node_modules", ".bin", "wrangler"), ["deploy", "--dry-run", "--outdir", BUILT], {
    cwd: AGGREGATOR,
    stdio: ["ignore", "ignore", "inherit"],
  });
  const { workerOptions } = unstable_getMiniflareWorkerOptions(join(AGGREGATOR, "wrangler.jsonc"));
  const codebook = readdirSync(BUILT).find((file) => file.endsWith("-codebook.json"));
  if (codebook === undefined) throw new Error("wrangler did not bundle the prior codebook");
  return {
    ...workerOptions,
    name: "sedge-aggregator",
    modulesRoot: BUILT,
    modules: [
      { type: "ESModule" as const, path: join(BUILT, "index.js") },
      { type: "Data" as const, path: join(BUILT, codebook) },
    ],
    bindings: { SITES: ["demo", "flock"], ...secrets },
  };
}
