import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "test/**/*.test.ts"],
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // The default, a second, fails on a busy machine.
    expect: { poll: { timeout: 60_000 } },
    maxWorkers: 2,
  },
});
