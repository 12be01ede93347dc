import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, test } from "vitest";
import { wasmBinary } from "./wasm-binary.ts";

const require = createRequire(import.meta.url);
const installed = readFileSync(require.resolve("@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm"));
const answered =
  (bytes: Uint8Array<ArrayBuffer>, status = 200) =>
  () =>
    Promise.resolve({ status, bytes, retryAfterSeconds: undefined });
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

test("the pinned hash and length are the installed binary's", async () => {
  const bytes = new Uint8Array(installed);
  expect(sha256(await wasmBinary(answered(bytes)))).toBe(sha256(installed));
});

test("one changed byte, or no file, and the backend is not used", async () => {
  const bytes = new Uint8Array(installed);
  bytes[1_000] = (bytes[1_000] ?? 0) ^ 1;
  await expect(wasmBinary(answered(bytes))).rejects.toThrow("failed its hash");
  await expect(wasmBinary(answered(new Uint8Array(), 404))).rejects.toThrow("could not be fetched");
});
