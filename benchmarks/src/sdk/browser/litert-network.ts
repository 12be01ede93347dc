/** The same network in LiteRT.js, used as documented: a model compiled for an accelerator. */
import { type CompiledModel, loadAndCompile, loadLiteRt, Tensor } from "@litertjs/core";
import { tfliteNetwork } from "../tflite-network.ts";
import { hostNetwork } from "./network-host.ts";

let loading: Promise<unknown> | undefined;

hostNetwork({
  open: async (backend, layers) => {
    if (backend === "cpu") throw new Error("LiteRT.js has no backend cpu");
    loading ??= loadLiteRt("/litert/");
    await loading;
    const width = layers[0]?.inputs ?? 0;
    // A model is compiled for one number of rows.
    const compiled = new Map<number, Promise<CompiledModel>>();
    return async (values) => {
      const rows = values.length / width;
      const compiling = compiled.get(rows) ?? loadAndCompile(tfliteNetwork(layers, rows), { accelerator: backend });
      compiled.set(rows, compiling);
      const model = await compiling;
      const input = new Tensor(values, [rows, width]);
      const [output] = await model.run(input);
      if (!output) throw new Error("the network gave no output");
      const answers = await output.data();
      input.delete();
      output.delete();
      if (!(answers instanceof Float32Array)) throw new Error("the network's answers are no floats");
      return answers;
    };
  },
  // The library does not report its memory.
  tensors: () => 0,
});
