import { fileURLToPath } from "node:url";

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));

/**
 * What the worker's bundle takes instead (Vite's `resolve.alias`): the used part of TensorFlow.js core, and nothing for
 * the multi-threaded WASM glue, which starts workers from blobs and is never used.
 */
export const BUNDLE_ALIASES = [
  { find: /^@tensorflow\/tfjs-core$/, replacement: here("./tensor-core.ts") },
  { find: /^.*\/tfjs-backend-wasm-threaded-simd(?:\.worker)?\.js$/, replacement: here("./no-threads.ts") },
];
