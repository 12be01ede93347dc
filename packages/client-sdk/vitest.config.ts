import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "test/**/*.test.ts"],
    globalSetup: ["test/built.ts"],
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // The default, a second, fails on a busy machine.
    expect: { poll: { timeout: 60_000 } },
    // Files share a worker and its modules: loading them again for each file took a tenth of the time.
    isolate: false,
    // Each browser test file starts a Chromium of its own.
    maxWorkers: 2,
  },
});
