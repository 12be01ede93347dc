import { join } from "node:path";
import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";
import { auxiliaryAggregator } from "./test/auxiliary-aggregator.ts";

const secret = (fill: number) => Buffer.alloc(32, fill).toString("base64url");
const OPERATOR_KEY = secret(9);
const VERIFY_KEY = secret(6);
const LEARNING_MAX_EPSILON = "21";

export default defineConfig({
  plugins: [
    cloudflareTest(async () => ({
      wrangler: { configPath: "./wrangler.jsonc" },
      miniflare: {
        bindings: {
          PRF_SEED: secret(1),
          OPERATOR_KEY,
          VERIFY_KEY,
          // The tests write the address themselves, as a proxy does.
          ADDRESS_FROM: "proxy",
          ADMIN_KEY: secret(8),
          // Rounds of thirty people say something only with noise that no site would choose.
          LEARNING_MAX_EPSILON,
          LEARNING_MIN_PEOPLE: "2",
          LEARNING_MIN_SPREAD_SECONDS: "0",
          // Property tests and storms: the first seed (random unless given) and how many there are.
          SEDGE_SEED: process.env["SEDGE_SEED"] ?? String(Math.floor(Math.random() * 2 ** 31)),
          SEDGE_SEEDS: process.env["SEDGE_SEEDS"] ?? "",
          MIGRATIONS: await readD1Migrations(join(import.meta.dirname, "migrations")),
        },
        // What the aggregator has stored, for the tests of whole rounds.
        durableObjects: {
          AGGREGATOR_ROUND_KEEPER: { className: "RoundKeeper", scriptName: "sedge-aggregator", useSQLite: true },
          AGGREGATOR_REGISTRY: { className: "CodebookRegistry", scriptName: "sedge-aggregator", useSQLite: true },
        },
        // Tests of the limits bring their own; the others all come from one address.
        ratelimits: {
          NETWORK_LIMIT: { namespace_id: "1003", simple: { limit: 100_000, period: 60 } },
          TIGHT_LIMIT: { namespace_id: "1004", simple: { limit: 3, period: 60 } },
          ADDRESS_LIMIT: { namespace_id: "1001", simple: { limit: 100_000, period: 60 } },
          SITE_LIMIT: { namespace_id: "1002", simple: { limit: 100_000, period: 60 } },
        },
        workers: [
          auxiliaryAggregator({
            PRF_SEED: secret(2),
            LOG_SEED: secret(5),
            OPERATOR_KEY,
            VERIFY_KEY,
            ADMIN_KEY: secret(7),
            LEARNING_MAX_EPSILON,
            LEARNING_MIN_SPREAD_SECONDS: "0",
            LEARNING_MIN_PEOPLE: "2",
          }),
        ],
      },
    })),
  ],
  // Every test empties the storage, so that one workerd serves all files, one by one.
  test: {
    setupFiles: ["./test/fresh-storage.ts"],
    isolate: false,
    fileParallelism: false,
    testTimeout: 300_000,
    expect: { poll: { timeout: 60_000 } },
    silent: "passed-only",
  },
});
