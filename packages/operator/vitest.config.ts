import { defineConfig } from "vitest/config";
import { compiledWasm } from "./test/compiled-wasm.ts";

export default defineConfig({
  plugins: [compiledWasm],
  test: { isolate: false, testTimeout: 300_000, expect: { poll: { timeout: 60_000 } } },
});
