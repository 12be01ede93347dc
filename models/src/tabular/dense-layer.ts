/** Values that are learnt, with their gradient and Adam's two moments. */
interface Parameter {
  readonly value: Float32Array;
  readonly gradient: Float32Array;
  readonly first: Float32Array;
  readonly second: Float32Array;
  readonly decays: boolean;
}

/** One dense layer under training. `weights` row-major, `inputs` rows of `units`; `output` is the last batch's. */
export interface Layer {
  readonly inputs: number;
  readonly units: number;
  readonly weights: Parameter;
  readonly bias: Parameter;
  readonly output: Float32Array;
}

function parameter(value: Float32Array, decays: boolean): Parameter {
  const zeros = () => new Float32Array(value.length);
  return { value, gradient: zeros(), first: zeros(), second: zeros(), decays };
}

/** A layer with He's initial weights. `batch`: most rows that it will see at once. */
export function layerOf(inputs: number, units: number, batch: number, normal: () => number): Layer {
  const weights = Float32Array.from({ length: inputs * units }, () => normal() * Math.sqrt(2 / inputs));
  return {
    inputs,
    units,
    weights: parameter(weights, true),
    bias: parameter(new Float32Array(units), false),
    output: new Float32Array(batch * units),
  };
}

/** The layer's output for `rows` rows, written to `layer.output`. */
export function forward(
  { inputs, units, weights, bias, output }: Layer,
  values: Float32Array,
  rows: number,
  relu: boolean,
): Float32Array {
  const kernel = weights.value;
  for (let row = 0; row < rows; row += 1) {
    const to = row * units;
    output.set(bias.value, to);
    for (let input = 0; input < inputs; input += 1) {
      const x = values[row * inputs + input] ?? 0;
      if (x === 0) continue;
      const from = input * units;
      for (let unit = 0; unit < units; unit += 1) {
        output[to + unit] = (output[to + unit] ?? 0) + x * (kernel[from + unit] ?? 0);
      }
    }
    if (!relu) continue;
    for (let at = to; at < to + units; at += 1) if ((output[at] ?? 0) < 0) output[at] = 0;
  }
  return output;
}

/**
 * Sets the layer's gradients from the error at its output, and returns the error at its input: times `passed` where the
 * input is above 0, nothing where it is not. Nothing is returned for the first layer (`wanted` false).
 */
export function backward(
  { inputs, units, weights, bias }: Layer,
  values: Float32Array,
  error: Float32Array,
  rows: number,
  passed: number,
  wanted: boolean,
): Float32Array {
  const [kernel, kernelGradient, biasGradient] = [weights.value, weights.gradient.fill(0), bias.gradient.fill(0)];
  const below = new Float32Array(wanted ? rows * inputs : 0);
  for (let row = 0; row < rows; row += 1) {
    const at = row * units;
    for (let unit = 0; unit < units; unit += 1)
      biasGradient[unit] = (biasGradient[unit] ?? 0) + (error[at + unit] ?? 0);
    for (let input = 0; input < inputs; input += 1) {
      const x = values[row * inputs + input] ?? 0;
      if (x === 0) continue;
      const from = input * units;
      let sum = 0;
      for (let unit = 0; unit < units; unit += 1) {
        const e = error[at + unit] ?? 0;
        kernelGradient[from + unit] = (kernelGradient[from + unit] ?? 0) + x * e;
        sum += e * (kernel[from + unit] ?? 0);
      }
      if (wanted && x > 0) below[row * inputs + input] = sum * passed;
    }
  }
  return below;
}

/** The last layer's output for `rows` rows of inputs. */
export function scoresOf(layers: readonly Layer[], values: Float32Array, rows: number): Float32Array {
  const last = layers.length - 1;
  const scores = layers.reduce((below, layer, depth) => forward(layer, below, rows, depth < last), values);
  return scores.subarray(0, rows * (layers[last]?.units ?? 0));
}
