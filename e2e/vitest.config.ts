import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    name: "@sedge/e2e",
    include: ["src/**/*.test.ts"],
    // A story waits for browsers, Workers and their restarts, most of it idle: two cores carry two files' at a time.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
});
