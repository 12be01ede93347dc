import { defineConfig } from "vitest/config";

export default defineConfig({
  test: { projects: ["packages/*", "models", "examples/*", "e2e", "benchmarks"] },
});
