import * as v from "valibot";

/** Hex SHA-256 of a file's exact bytes. */
const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const size = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(4_096));

/**
 * How one named session feature enters the network: `(min(max(c(x), lower), upper) - mean) / scale`, where `c` is the
 * curve, or x itself without one. `log1p` is ln(1 + x), for counts and seconds with a long tail; x is never negative.
 */
const Input = v.strictObject({
  feature: v.pipe(v.string(), v.regex(/^[a-z][A-Za-z0-9]*$/)),
  curve: v.optional(v.picklist(["log1p"])),
  mean: v.pipe(v.number(), v.finite()),
  scale: v.pipe(v.number(), v.finite(), v.minValue(1e-9)),
  lower: v.pipe(v.number(), v.finite()),
  upper: v.pipe(v.number(), v.finite()),
  /** Words for people, such as `product pages seen`. */
  label: v.pipe(v.string(), v.minLength(1), v.maxLength(60)),
});

/** One dense layer. Weights are int8, row-major [inputs, units], times `scale`; the bias is float32 [units]. */
export const Layer = v.strictObject({
  inputs: size,
  units: size,
  activation: v.picklist(["relu", "linear"]),
  scale: v.pipe(v.number(), v.finite(), v.minValue(1e-12)),
  /** Byte offsets into the weights file; `biasOffset` is a multiple of 4. */
  weightsOffset: v.pipe(v.number(), v.integer(), v.minValue(0)),
  biasOffset: v.pipe(v.number(), v.integer(), v.minValue(0)),
});

/** One answer of the network: a calibrated probability, `sigmoid(logit / temperature + shift)` of one output unit. */
const Output = v.strictObject({
  /** Stable code, such as `purchase` or `reach-9`. */
  code: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,31}$/)),
  label: v.pipe(v.string(), v.minLength(1), v.maxLength(80)),
  temperature: v.pipe(v.number(), v.minValue(0.05), v.maxValue(20)),
  shift: v.pipe(v.number(), v.finite()),
});

const ModelFields = v.strictObject({
  name: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,39}$/)),
  version: v.pipe(v.string(), v.regex(/^\d+\.\d+\.\d+$/)),
  /** Version of the feature record that `inputs` are named from. */
  featureSchema: v.pipe(v.string(), v.regex(/^[a-z]+\.v\d+$/)),
  inputs: v.pipe(v.array(Input), v.minLength(1), v.maxLength(256)),
  layers: v.pipe(v.array(Layer), v.minLength(1), v.maxLength(8)),
  outputs: v.pipe(v.array(Output), v.minLength(1), v.maxLength(256)),
  weights: v.strictObject({
    file: v.pipe(v.string(), v.regex(/^[a-z0-9.-]{1,64}$/)),
    bytes: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_048_576)),
    sha256,
  }),
});

function isConnected({ inputs, layers, outputs, weights }: v.InferOutput<typeof ModelFields>): boolean {
  let width = inputs.length;
  for (const layer of layers) {
    if (layer.inputs !== width || layer.biasOffset % 4 !== 0) return false;
    if (layer.weightsOffset + layer.inputs * layer.units > weights.bytes) return false;
    if (layer.biasOffset + layer.units * 4 > weights.bytes) return false;
    width = layer.units;
  }
  return width === outputs.length;
}

/** A shipped model's description: what goes in, how the weights file is laid out, what comes out, and its hash. */
export const ModelManifest = v.pipe(
  ModelFields,
  v.check(isConnected, "layers do not fit each other, the inputs, the outputs or the weights file"),
);
export type ModelManifest = v.InferOutput<typeof ModelManifest>;
