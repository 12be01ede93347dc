import { defineConfig } from "vitest/config";
import { compiledWasm } from "./packages/operator/test/compiled-wasm.ts";

/** Folders whose tests need Node alone: no browser, no workerd. */
export const NODE_PROJECTS = [
  "packages/cli",
  "packages/clustering",
  "packages/connector",
  "packages/contribution",
  "packages/features",
  "packages/linkage",
  "packages/metrics",
  "packages/operator",
  "packages/privacy",
  "packages/protocol",
  "packages/research",
  "packages/testbed",
  "packages/transparency",
  "examples/shop",
  "models",
  "benchmarks",
  "scripts",
];

export default defineConfig({
  plugins: [compiledWasm],
  test: {
    // Files of a package share a worker and its modules: loading them again for each file took three quarters of the time.
    isolate: false,
    // Long enough for a machine that four others use: a test that takes this long hangs.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // The default, a second, fails on a busy machine.
    expect: { poll: { timeout: 60_000 } },
    maxWorkers: 2,
    projects: NODE_PROJECTS.map((root) => ({
      extends: true as const,
      root,
      test: { name: root, include: ["**/*.test.ts"] },
    })),
  },
});
