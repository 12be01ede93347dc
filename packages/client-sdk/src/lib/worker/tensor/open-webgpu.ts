import { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu/dist/backend_webgpu.js";
import { _FusedMatMul, type KernelBackend, type KernelConfig, registerKernel } from "@tensorflow/tfjs-core";
import { DenseProgram } from "./dense-program.ts";

/** The limits that matter to a matrix product: those of the adapter, instead of WebGPU's small defaults. */
const LIMITS = [
  "maxComputeWorkgroupStorageSize",
  "maxComputeWorkgroupsPerDimension",
  "maxStorageBufferBindingSize",
  "maxBufferSize",
  "maxComputeWorkgroupSizeX",
  "maxComputeInvocationsPerWorkgroup",
] as const;

/** The product that every layer is, as the runtime asks for it: nothing transposed, activation `relu` or `linear`. */
const denseKernel: KernelConfig = {
  kernelName: _FusedMatMul,
  backendName: "webgpu",
  kernelFunc: ({ inputs: { a, b, bias }, backend, attrs }) => {
    if (!(backend instanceof WebGPUBackend) || !a || !b || !bias)
      throw new Error("a dense layer was asked for wrongly");
    const activation = attrs?.["activation"] === "relu" ? "relu" : "linear";
    const program = new DenseProgram(a.shape[1] ?? 0, b.shape[2] ?? 0, activation);
    return backend.runWebGPUProgram(program, [a, b, bias], "float32");
  },
};

/** The backend on the graphics processor. Rejects where there is no WebGPU, or no adapter behind it. */
export async function openWebgpu(onLost: (reason: string) => void): Promise<KernelBackend> {
  if (!("gpu" in navigator)) throw new Error("this browser has no WebGPU here");
  const adapter = await navigator.gpu.requestAdapter({ powerPreference: "high-performance" });
  if (!adapter) throw new Error("this device has no WebGPU adapter");
  const requiredLimits = Object.fromEntries(LIMITS.map((name) => [name, adapter.limits[name]]));
  const device = await adapter.requestDevice({ requiredLimits });
  void device.lost.then(({ message }) => onLost(message || "the WebGPU device was lost"));
  registerKernel(denseKernel);
  return new WebGPUBackend(device, adapter.info);
}
