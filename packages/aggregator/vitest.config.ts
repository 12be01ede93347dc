import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [
    cloudflareTest({
      wrangler: { configPath: "./wrangler.jsonc" },
      miniflare: {
        bindings: {
          PRF_SEED: Buffer.alloc(32, 7).toString("base64url"),
          LOG_SEED: Buffer.alloc(32, 5).toString("base64url"),
          OPERATOR_KEY: Buffer.alloc(32, 9).toString("base64url"),
          VERIFY_KEY: Buffer.alloc(32, 6).toString("base64url"),
          ADMIN_KEY: Buffer.alloc(32, 8).toString("base64url"),
          // Rounds of the tests have few people. A test of its own checks the usual limit.
          LEARNING_MIN_PEOPLE: "2",
          CHANNELS: { several: ["shop-till", "web", "app", "call-centre"] },
        },
      },
    }),
  ],
  // Every test empties the storage, so that one workerd serves all files, one by one.
  test: {
    isolate: false,
    fileParallelism: false,
    testTimeout: 300_000,
    expect: { poll: { timeout: 60_000 } },
    silent: "passed-only",
  },
});
