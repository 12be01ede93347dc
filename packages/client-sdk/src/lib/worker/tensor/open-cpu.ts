import { MathBackendCPU } from "@tensorflow/tfjs-backend-cpu/dist/backend_cpu.js";
import { _fusedMatMulConfig } from "@tensorflow/tfjs-backend-cpu/dist/kernels/_FusedMatMul.js";
import { type KernelBackend, registerKernel } from "@tensorflow/tfjs-core";

/** The backend in plain JavaScript: slowest at work, quickest to start, and always there. */
export function openCpu(): Promise<KernelBackend> {
  registerKernel(_fusedMatMulConfig);
  return Promise.resolve(new MathBackendCPU());
}
