/** The same network in plain TensorFlow.js, used as documented: the whole package, a sequential model. */
import * as tf from "@tensorflow/tfjs";
import "@tensorflow/tfjs-backend-webgpu";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import { hostNetwork } from "./network-host.ts";

setWasmPaths("/wasm/");

hostNetwork({
  open: async (backend, layers) => {
    if (!(await tf.setBackend(backend))) throw new Error(`TensorFlow.js has no backend ${backend} here`);
    await tf.ready();
    const width = layers[0]?.inputs ?? 0;
    const model = tf.sequential({
      layers: layers.map(({ units, activation, inputs }) =>
        tf.layers.dense({ units, activation, inputShape: [inputs], useBias: true }),
      ),
    });
    model.setWeights(
      layers.flatMap(({ inputs, units, weights, bias }) => [
        tf.tensor2d([...weights], [inputs, units]),
        tf.tensor1d([...bias]),
      ]),
    );
    return async (rows) => {
      if (tf.getBackend() !== backend) await tf.setBackend(backend);
      const output = tf.tidy(() => {
        const answer = model.predict(tf.tensor2d(rows, [rows.length / width, width]));
        if (Array.isArray(answer)) throw new Error("a model of one output gave several");
        return answer;
      });
      const answers = await output.data<"float32">();
      output.dispose();
      return answers;
    };
  },
  tensors: () => tf.memory().numTensors,
});
