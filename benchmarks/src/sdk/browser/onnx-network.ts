/** The same network in ONNX Runtime, as its documentation says to do it: an inference session an execution provider. */
import { env, InferenceSession, Tensor } from "onnxruntime-web/webgpu";
import { onnxNetwork } from "../onnx-network.ts";
import { hostNetwork } from "./network-host.ts";

env.wasm.wasmPaths = "/ort/";
// One thread, as Sedge has: pages that are not cross-origin isolated have no more.
env.wasm.numThreads = 1;
env.logLevel = "error";

hostNetwork({
  open: async (backend, layers) => {
    if (backend === "cpu") throw new Error("ONNX Runtime has no backend cpu");
    const session = await InferenceSession.create(onnxNetwork(layers), { executionProviders: [backend] });
    const width = layers[0]?.inputs ?? 0;
    return async (rows) => {
      const x = new Tensor("float32", rows, [rows.length / width, width]);
      const { y } = await session.run({ x });
      if (!y) throw new Error("the network gave no output");
      const answers = await y.getData();
      y.dispose();
      if (!(answers instanceof Float32Array)) throw new Error("the network's answers are no floats");
      return answers;
    };
  },
  // It does not say what it holds.
  tensors: () => 0,
});
