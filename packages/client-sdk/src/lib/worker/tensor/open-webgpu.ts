import { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu/dist/backend_webgpu.js";
import { _fusedMatMulConfig } from "@tensorflow/tfjs-backend-webgpu/dist/kernels/_FusedMatMul.js";
import { type KernelBackend, registerKernel } from "@tensorflow/tfjs-core";

/** The limits that matter to a matrix product: those of the adapter, instead of WebGPU's small defaults. */
const LIMITS = [
  "maxComputeWorkgroupStorageSize",
  "maxComputeWorkgroupsPerDimension",
  "maxStorageBufferBindingSize",
  "maxBufferSize",
  "maxComputeWorkgroupSizeX",
  "maxComputeInvocationsPerWorkgroup",
] as const;

/** The backend on the graphics processor. Rejects where there is no WebGPU, or no adapter behind it. */
export async function openWebgpu(onLost: (reason: string) => void): Promise<KernelBackend> {
  if (!("gpu" in navigator)) throw new Error("this browser has no WebGPU here");
  const adapter = await navigator.gpu.requestAdapter({ powerPreference: "high-performance" });
  if (!adapter) throw new Error("this device has no WebGPU adapter");
  const requiredLimits = Object.fromEntries(LIMITS.map((name) => [name, adapter.limits[name]]));
  const device = await adapter.requestDevice({ requiredLimits });
  void device.lost.then(({ message }) => onLost(message || "the WebGPU device was lost"));
  registerKernel(_fusedMatMulConfig);
  return new WebGPUBackend(device, adapter.info);
}
