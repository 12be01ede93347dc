/** The same network in ONNX Runtime, used as documented: one inference session per execution provider. */
import { env, InferenceSession, Tensor } from "onnxruntime-web/webgpu";
import { onnxNetwork } from "../onnx-network.ts";
import { hostNetwork } from "./network-host.ts";

env.wasm.wasmPaths = "/ort/";
// One thread, like Sedge: pages without cross-origin isolation have only one.
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
  // The library does not report its memory.
  tensors: () => 0,
});
