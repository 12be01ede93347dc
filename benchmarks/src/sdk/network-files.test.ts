import { InferenceSession, Tensor } from "onnxruntime-web";
import { expect, test } from "vitest";
import { onnxNetwork } from "./onnx-network.ts";
import { tfliteNetwork } from "./tflite-network.ts";

/** Two inputs, three hidden units, one output; relu silences the second hidden unit for (1, 2). */
const layers = [
  { inputs: 2, units: 3, activation: "relu" as const, weights: [1, -2, 0.5, 0.25, 0, 1], bias: [0, 1, -0.5] },
  { inputs: 3, units: 1, activation: "linear" as const, weights: [2, 100, -1], bias: [0.125] },
];
// h = relu([1 + .5, -2 + 1, .5 + 2 - .5]) = [1.5, 0, 2]; y = 3 - 2 + .125
const ANSWER = 1.125;

test("ONNX Runtime reads the ONNX file and gives the network's answer, for any number of rows", async () => {
  const session = await InferenceSession.create(onnxNetwork(layers));
  const { y } = await session.run({ x: new Tensor("float32", Float32Array.of(1, 2, 1, 2), [2, 2]) });
  expect([...(y?.data ?? [])]).toEqual([ANSWER, ANSWER]);
});

test("writes the TensorFlow Lite identifier, and the weights transposed and aligned to 16 bytes", () => {
  const bytes = tfliteNetwork(layers, 1);
  expect(new TextDecoder().decode(bytes.slice(4, 8))).toBe("TFL3");
  const weights = new Uint8Array(Float32Array.of(1, 0.25, -2, 0, 0.5, 1).buffer);
  const at = Buffer.from(bytes).indexOf(Buffer.from(weights));
  expect(at).toBeGreaterThan(0);
  // Readers map the whole file, so only the position in the file matters.
  expect(at % 16).toBe(0);
});
