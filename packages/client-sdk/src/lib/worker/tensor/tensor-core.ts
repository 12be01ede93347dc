/**
 * The part of TensorFlow.js core that our three backends use, module by module. The bundle takes this file wherever
 * `@tensorflow/tfjs-core` is imported (see `bundle-aliases.ts`): the package's own index also brings its optimizers, its
 * model loaders and their network code.
 */
import "@tensorflow/tfjs-core/dist/flags.js";
import * as backend_util from "@tensorflow/tfjs-core/dist/backends/backend_util.js";
import * as kernel_impls from "@tensorflow/tfjs-core/dist/backends/kernel_impls.js";
import * as broadcast_util from "@tensorflow/tfjs-core/dist/ops/broadcast_util.js";
import * as util from "@tensorflow/tfjs-core/dist/util.js";
import { env } from "@tensorflow/tfjs-core/dist/environment.js";
import type { Platform } from "@tensorflow/tfjs-core/dist/platforms/platform.js";

/** What TensorFlow.js may use of the device: clock, timer and text. Not the network: only the wire sends. */
const TENSOR_PLATFORM: Platform = {
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

const PLATFORM_NAME = "sedge";

/** Gives TensorFlow.js its platform. Called, not done on import: the package says that importing it does nothing. */
export function prepareTensorCore(): void {
  if (env().platformName !== PLATFORM_NAME) env().setPlatform(PLATFORM_NAME, TENSOR_PLATFORM);
}

export { backend_util, broadcast_util, env, kernel_impls, util };
export { DataStorage, KernelBackend } from "@tensorflow/tfjs-core/dist/backends/backend.js";
export { deprecationWarn, engine } from "@tensorflow/tfjs-core/dist/globals.js";
export { buffer } from "@tensorflow/tfjs-core/dist/ops/buffer.js";
export { registerKernel } from "@tensorflow/tfjs-core/dist/kernel_registry.js";
export {
  _FusedMatMul,
  Add,
  BatchMatMul,
  Cast,
  Complex,
  Elu,
  Fill,
  Identity,
  LeakyRelu,
  Prelu,
  Real,
  Relu,
  Relu6,
  Reshape,
  Sigmoid,
} from "@tensorflow/tfjs-core/dist/kernel_names.js";
