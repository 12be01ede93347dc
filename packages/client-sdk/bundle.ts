import { join } from "node:path";
import { build, type InlineConfig, type Plugin } from "vite";
import { hashOfSources } from "./sources.ts";
import { BUNDLE_ALIASES } from "./src/lib/worker/tensor/bundle-aliases.ts";

const root = import.meta.dirname;

/** The oldest browsers that run Sedge, as the README states them. Below Firefox 114, which starts no module workers, it runs on the page. */
const TARGET = ["es2022", "chrome98", "edge98", "firefox93", "safari16"];

/** Rewrites calls that the oldest browsers lack, in our code and in libraries. */
const forOldestBrowsers: Plugin = {
  name: "for-oldest-browsers",
  renderChunk: (code) =>
    code.replaceAll(".toSorted(", ".slice().sort(").replaceAll(".toReversed()", ".slice().reverse()"),
};

/**
 * Marks imports of an address that only the page knows, so that a site's own bundler leaves them alone: webpack would replace them by an
 * error. Minifying drops comments, so the marks come last.
 */
export const forOtherBundlers: Plugin = {
  name: "for-other-bundlers",
  generateBundle(_options, bundle) {
    const ofAddress = /\bimport\(\s*(?:\/\*[^*]*\*\/\s*)*(?=[\w$])/g;
    const marked = "import(/* webpackIgnore: true *//* @vite-ignore */";
    for (const chunk of Object.values(bundle)) {
      if (chunk.type === "chunk") chunk.code = chunk.code.replaceAll(ofAddress, marked);
    }
  },
};

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
  format: "es" | "iife" | "cjs",
  // What the lazy chunks share with the entry stays in the entry, which is loaded by then.
  { entrySignatures = "allow-extension", define = {}, ...extra }: BundleOptions = {},
): Promise<void> {
  await build({
    root,
    configFile: false,
    logLevel: "warn",
    define: { "process.env.NODE_ENV": '"production"', __SEDGE_BUILD__: JSON.stringify(BUILD), ...define },
    ...extra,
    plugins: [forOldestBrowsers, ...(extra.plugins ?? [])],
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
