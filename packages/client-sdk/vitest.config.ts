import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "test/**/*.test.ts"],
    globalSetup: ["test/built.ts"],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Each browser test file starts a Chromium of its own.
    maxWorkers: 2,
  },
});
