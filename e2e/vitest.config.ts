import { defineConfig } from "vitest/config";

/** Browser tests. Both browsers run each file, in a project with the browser's name. */
const FIREFOX = [
  "arrival",
  "canaries",
  "firefox",
  "first-visit",
  "global-privacy-control",
  "identity",
  "learning",
  "log",
  "network",
  "page-script",
  "personalize",
  "site",
  "tag-managers",
  "texts",
  "triggers",
];

export default defineConfig({
  test: {
    // A story waits for browsers, Workers and their restarts, most of it idle: two cores carry two files' at a time.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // The default, a second, fails on a busy machine.
    expect: { poll: { timeout: 60_000 } },
    maxWorkers: 2,
    // Files that run in one process share its browser and its modules.
    isolate: false,
    globalSetup: "./src/build-operators.ts",
    projects: [
      { extends: true, test: { name: "chromium", include: ["src/**/*.test.ts"], exclude: ["src/firefox.test.ts"] } },
      {
        extends: true,
        test: {
          name: "firefox",
          include: FIREFOX.map((story) => `src/${story}.test.ts`),
          env: { SEDGE_BROWSER: "firefox" },
        },
      },
    ],
  },
});
