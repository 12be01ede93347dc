import { BackendWasm } from "@tensorflow/tfjs-backend-wasm/dist/backend_wasm.js";
import { _fusedMatMulConfig } from "@tensorflow/tfjs-backend-wasm/dist/kernels/_FusedMatMul.js";
import wasmFactory from "@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm.js";
import { type KernelBackend, registerKernel } from "@tensorflow/tfjs-core";

/** The smallest module with a 128-bit vector: one function, `i32.const 0, i8x16.splat`, that returns it. */
const SIMD_PROBE = Uint8Array.from(
  [
    [0, 97, 115, 109, 1, 0, 0, 0], // magic and version
    [1, 5, 1, 96, 0, 1, 123], // type: () -> v128
    [3, 2, 1, 0], // one function of that type
    [10, 8, 1, 6, 0, 65, 0, 253, 15, 11], // its code
  ].flat(),
);

/** The part of Emscripten's glue that names the binary's own functions. */
interface NativeFunctions {
  cwrap(name: string, result: "number" | null, parameters: readonly "number"[]): (...values: number[]) => number;
}

function hasNativeFunctions(module: object): module is NativeFunctions {
  return "cwrap" in module && typeof module.cwrap === "function";
}

/** Number of C threads that the single-threaded binary gets; it has no other. */
const ONE_THREAD = 1;

/**
 * The backend in WebAssembly with 128-bit vectors, in one thread.
 *
 * @param binary - The bytes of `tfjs-backend-wasm-simd.wasm`, already verified.
 * @throws Error where WebAssembly, its vectors or the page's leave to compile (`wasm-unsafe-eval`) are missing.
 */
export async function openWasm(binary: () => Promise<Uint8Array<ArrayBuffer>>): Promise<KernelBackend> {
  if (typeof WebAssembly !== "object") throw new Error("this browser has no WebAssembly");
  if (!WebAssembly.validate(SIMD_PROBE)) throw new Error("this browser's WebAssembly has no 128-bit vectors");
  const compiled = await WebAssembly.compile(await binary());
  const wasm = await started(compiled);
  registerKernel(_fusedMatMulConfig);
  return new BackendWasm(wasm);
}

async function started(compiled: WebAssembly.Module) {
  const module = await new Promise<Awaited<ReturnType<typeof wasmFactory>>>((resolve, reject) => {
    const starting = wasmFactory({
      instantiateWasm: (imports: WebAssembly.Imports, done: (instance: WebAssembly.Instance) => void) => {
        WebAssembly.instantiate(compiled, imports).then(done, reject);
        return {};
      },
      onAbort: (reason) => reject(new Error(`the WebAssembly backend stopped: ${reason}`)),
    });
    starting.then(resolve, reject);
  });
  if (!hasNativeFunctions(module)) throw new Error("the WebAssembly backend's glue and binary do not fit");
  // The names of the binary's own functions, which TensorFlow.js expects under `tfjs`.
  module.tfjs = {
    init: module.cwrap("init", null, []),
    initWithThreadsCount: () => module.cwrap("init_with_threads_count", null, ["number"])(ONE_THREAD),
    getThreadsCount: module.cwrap("get_threads_count", "number", []),
    registerTensor: module.cwrap("register_tensor", null, ["number", "number", "number"]),
    disposeData: module.cwrap("dispose_data", null, ["number"]),
    dispose: module.cwrap("dispose", null, []),
  };
  return module;
}
