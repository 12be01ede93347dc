import { defineConfig } from "vitest/config";

export default defineConfig({
  test: { silent: "passed-only", projects: ["packages/*", "models", "examples/*", "e2e", "benchmarks"] },
});
