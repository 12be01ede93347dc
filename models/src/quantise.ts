import type { DenseNetwork, QuantisedNetwork } from "@sedge/features/dense-network";

const LARGEST = 127;
const aligned = (offset: number) => Math.ceil(offset / 4) * 4;

/** Symmetric int8 with one scale a layer; biases stay float32. Little-endian, as every engine that runs it is. */
export function quantise(network: DenseNetwork): QuantisedNetwork {
  let offset = 0;
  const layers = network.map(({ inputs, units, weights }, depth) => {
    const weightsOffset = offset;
    const biasOffset = aligned(weightsOffset + inputs * units);
    offset = biasOffset + units * 4;
    const scale =
      Math.max(
        weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0),
        1e-6,
      ) / LARGEST;
    const activation = depth === network.length - 1 ? ("linear" as const) : ("relu" as const);
    return { inputs, units, activation, scale, weightsOffset, biasOffset };
  });
  const bytes = new Uint8Array(offset);
  const view = new DataView(bytes.buffer);
  layers.forEach(({ scale, weightsOffset, biasOffset }, depth) => {
    network[depth]?.weights.forEach((weight, index) => view.setInt8(weightsOffset + index, Math.round(weight / scale)));
    network[depth]?.bias.forEach((bias, index) => view.setFloat32(biasOffset + index * 4, bias, true));
  });
  return { layers, bytes };
}
