import { join } from "node:path";
import { build, type InlineConfig } from "vite";
import { hashOfSources } from "./sources.ts";
import { BUNDLE_ALIASES } from "./src/lib/worker/tensor/bundle-aliases.ts";

const root = import.meta.dirname;

/** Engines that have module workers, which Sedge needs for its best mode; it does not support older ones. */
const TARGET = "es2022";

interface BundleOptions extends InlineConfig {
  readonly entrySignatures?: "allow-extension" | "strict";
}

/** Names this build: page and worker of one build talk to each other, and to no other. The same sources give the same. */
const BUILD = hashOfSources().digest("hex").slice(0, 16);

/** Bundles one entry into one file, with lazily loaded chunks beside it. */
export async function bundle(
  entry: string,
  file: string,
  outDir: string,
  format: "es" | "iife",
  // What the lazy chunks share with the entry stays in the entry, which is loaded by then.
  { entrySignatures = "allow-extension", ...extra }: BundleOptions = {},
): Promise<void> {
  await build({
    root,
    configFile: false,
    logLevel: "warn",
    define: { "process.env.NODE_ENV": '"production"', __SEDGE_BUILD__: JSON.stringify(BUILD) },
    ...extra,
    build: {
      target: TARGET,
      outDir,
      emptyOutDir: false,
      sourcemap: false,
      copyPublicDir: false,
      lib: { entry: join(root, entry), formats: [format], name: "sedgeLoader" },
      rolldownOptions: {
        // Our own modules do nothing by being imported, so that an unused schema needs no place. TensorFlow.js's do.
        treeshake: { moduleSideEffects: [{ test: /\/packages\/(?:protocol|features|privacy)\//, sideEffects: false }] },
        preserveEntrySignatures: entrySignatures,
        output: { entryFileNames: file, chunkFileNames: "chunk-[name]-[hash].js", minify: true },
      },
    },
  });
}

/**
 * Bundles the worker. WebKit evaluates a worker's own script again when a chunk imports it, and two would answer: what chunks share
 * lies apart.
 */
export function bundleWorker(outDir: string, plugins: InlineConfig["plugins"] = []): Promise<void> {
  const resolve = { alias: BUNDLE_ALIASES };
  return bundle("src/worker.ts", "worker.js", outDir, "es", { resolve, plugins, entrySignatures: "strict" });
}
