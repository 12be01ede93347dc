import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { unstable_getMiniflareWorkerOptions } from "wrangler";

const PACKAGE = join(import.meta.dirname, "..");
const AGGREGATOR = join(PACKAGE, "..", "aggregator");
const BUILT = join(PACKAGE, ".wrangler", "aggregator");

/** The aggregator's own entry, and a round keeper whose noise a test can seed. */
const ENTRY = "seeded-noise";

/** The real aggregator, built by wrangler as for its deployment, to stand beside the edge in one workerd. */
export function auxiliaryAggregator(secrets: Record<string, string>) {
  execFileSync(
    join(PACKAGE, "node_modules", ".bin", "wrangler"),
    ["deploy", `test/${ENTRY}.ts`, "--dry-run", "--outdir", BUILT],
    {
      cwd: AGGREGATOR,
      stdio: ["ignore", "ignore", "inherit"],
    },
  );
  const { workerOptions } = unstable_getMiniflareWorkerOptions(join(AGGREGATOR, "wrangler.jsonc"));
  // Files of earlier builds may lie there too.
  const code = readFileSync(join(BUILT, `${ENTRY}.js`), "utf8");
  const files = readdirSync(BUILT).filter((file) => code.includes(file));
  const codebooks = files.filter((file) => file.endsWith("-codebook.json"));
  const wasm = files.filter((file) => file.endsWith(".wasm"));
  if (codebooks.length === 0) throw new Error("wrangler did not bundle the prior codebooks");
  return {
    ...workerOptions,
    name: "sedge-aggregator",
    modulesRoot: BUILT,
    modules: [
      { type: "ESModule" as const, path: join(BUILT, `${ENTRY}.js`) },
      ...codebooks.map((file) => ({ type: "Data" as const, path: join(BUILT, file) })),
      ...wasm.map((file) => ({ type: "CompiledWasm" as const, path: join(BUILT, file) })),
    ],
    bindings: { SITES: ["demo", "small-site"], ...secrets },
  };
}
