import type { Platform } from "@tensorflow/tfjs-core/dist/platforms/platform.js";

/** What TensorFlow.js may use of the device: clock, timer and text. Not the network: only the wire sends. */
export const TENSOR_PLATFORM: Platform = {
  fetch: () => Promise.reject(new Error("only the wire may send")),
  now: () => performance.now(),
  encode: (text) => new TextEncoder().encode(text),
  decode: (bytes, encoding) => new TextDecoder(encoding).decode(bytes),
  setTimeoutCustom: (task, delayMs) => setTimeout(task, delayMs),
  isTypedArray: (value): value is Float32Array | Int32Array | Uint8Array | Uint8ClampedArray =>
    value instanceof Float32Array ||
    value instanceof Int32Array ||
    value instanceof Uint8Array ||
    value instanceof Uint8ClampedArray,
};
